// Reads what `forge coverage` measured and prints lines and branches per contract, with what was not reached:
// node tools/coverage-table.mjs LCOV SOURCES [FILE]. With a file the table is written there as well. Counts the sources alone, not the
// tests. Fails below 98 % of all lines, or if a branch of anchor or vault was not taken.
import { readFileSync, writeFileSync } from 'node:fs';

const [lcov, sources, target] = process.argv.slice(2);
const files = new Map();
let current;
for (const line of readFileSync(lcov, 'utf8').split('\n')) {
  const [tag, rest] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
  if (tag === 'SF') {
    current = { lines: [], branches: [] };
    if (rest.startsWith(`${sources}/`)) files.set(rest, current);
  } else if (tag === 'DA') {
    const [number, count] = rest.split(',');
    current.lines.push({ number, reached: Number(count) > 0 });
  } else if (tag === 'BRDA') {
    const [number, , , count] = rest.split(',');
    current.branches.push({ number, reached: count !== '-' && Number(count) > 0 });
  }
}

const reached = (list) => list.filter((item) => item.reached).length;
const share = (list) => (list.length === 0 ? '' : `${reached(list)} of ${list.length}`);
const missed = (list) => [...new Set(list.filter((item) => !item.reached).map((item) => item.number))].join(', ');
const rows = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
const all = { lines: rows.flatMap(([, f]) => f.lines), branches: rows.flatMap(([, f]) => f.branches) };
const percent = (list) => ((100 * reached(list)) / list.length).toFixed(2);
const table = [
  '| contract | lines | branches | lines not reached | branches not taken, by line |',
  '|---|---|---|---|---|',
  ...rows.map(([name, f]) =>
    `| ${name.slice(sources.length + 1)} | ${share(f.lines)} | ${share(f.branches)} | ${missed(f.lines)} | ${missed(f.branches)} |`),
  `| **all** | ${share(all.lines)} (${percent(all.lines)} %) | ${share(all.branches)} (${percent(all.branches)} %) | | |`,
  '',
].join('\n');
process.stdout.write(table);
if (target) writeFileSync(target, table);

const core = rows.filter(([name]) => /\/l1\/(Anchor|Vault)/.test(name) && reached(files.get(name).branches) !== files.get(name).branches.length);
for (const [name] of core) console.error(`coverage: branches of ${name} are not all taken`);
if (reached(all.lines) < 0.98 * all.lines.length) console.error('coverage: less than 98 % of the lines');
process.exit(core.length === 0 && reached(all.lines) >= 0.98 * all.lines.length ? 0 : 1);
