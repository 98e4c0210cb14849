// Sums up what `long` ran, as a page: node tools/long-report.mjs LINES PAGE SEED COMMIT DEPTH SECONDS ASKED.
import { readFileSync, writeFileSync } from 'node:fs';

const [lines, page, seed, commit, depth, elapsed, asked] = process.argv.slice(2);
const sums = new Map();
for (const line of readFileSync(lines, 'utf8').split('\n').filter(Boolean)) {
  const [contract, invariant, calls, reverts, seconds, verdict] = line.split(' ');
  const key = `${contract.replace('InvariantsTest', '')} ${invariant}`;
  const sum = sums.get(key) ?? { calls: 0, reverts: 0, seconds: 0, broken: 0 };
  sum.calls += Number(calls);
  sum.reverts += Number(reverts);
  sum.seconds += Number(seconds);
  sum.broken += verdict === 'held' ? 0 : 1;
  sums.set(key, sum);
}

const all = { calls: 0, reverts: 0, seconds: 0, broken: 0 };
for (const sum of sums.values()) {
  for (const name of Object.keys(all)) all[name] += sum[name];
}
const number = (n) => n.toLocaleString('en-GB');
const row = (name, sum) =>
  `| ${name} | ${number(sum.calls)} | ${number(sum.reverts)} | ${number(sum.seconds)} | ${sum.broken === 0 ? 'held' : `**broken in ${sum.broken} rounds**`} |`;
const text = `# The invariants, run for long

Written by \`./long\`. Commit ${commit}, seed ${seed}, ${new Date().toISOString().slice(0, 10)}; sequences of ${depth} calls, each invariant with
sequences of its own; ${number(all.calls)} calls of ${number(Number(asked))} asked for, in ${number(Number(elapsed))} seconds. Seconds of a row are those its processes took, two at once on a
machine that others use as well.

| invariant | calls | reverts | seconds | verdict |
|---|---|---|---|---|
${[...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => row(name.replace(' ', ' `') + '`', sum)).join('\n')}
${row('**all**', all)}
`;
writeFileSync(page, text);
console.log(`${number(all.calls)} calls, ${number(all.reverts)} reverts, ${all.broken} broken; see ${page}`);
process.exit(all.broken === 0 ? 0 : 1);
