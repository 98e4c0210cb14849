// Sums up what `long` ran, as a page: node tools/long-report.mjs FOLDER PAGE SEED ASKED. The folder holds `lines` and `parts` of `long`.
import { readFileSync, writeFileSync } from 'node:fs';

const [folder, page, seed, asked] = process.argv.slice(2);
const rows = (name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n').filter(Boolean);
const none = () => ({ rounds: 0, calls: 0, reverts: 0, seconds: 0, broken: 0 });
const sums = new Map();
const commits = new Map();
const all = none();
for (const line of rows('lines')) {
  const [contract, invariant, , calls, reverts, seconds, verdict, commit] = line.split(' ');
  const key = `${contract.replace('InvariantsTest', '')} ${invariant}`;
  if (!sums.has(key)) sums.set(key, none());
  for (const sum of [sums.get(key), all]) {
    sum.rounds += 1;
    sum.calls += Number(calls);
    sum.reverts += Number(reverts);
    sum.seconds += Number(seconds);
    sum.broken += verdict === 'held' ? 0 : 1;
  }
  commits.set(commit, (commits.get(commit) ?? 0) + Number(calls));
}

const elapsed = rows('parts').reduce((sum, part) => sum + Number(part), 0);
const number = (n) => Math.round(n).toLocaleString('en-GB');
const row = (name, sum) =>
  `| ${name} | ${number(sum.rounds)} | ${number(sum.calls)} | ${number(sum.reverts)} | ${number(sum.seconds)} | ${number(sum.calls / sum.seconds)} | ` +
  `${sum.broken === 0 ? 'held' : `**broken in ${sum.broken} rounds**`} |`;
const text = `# The invariants, run for long

Written by \`./long\`. Seed ${seed}, until ${new Date().toISOString().slice(0, 10)}; ${number(all.calls)} calls of ${number(Number(asked))} asked for, at commit
${[...commits].map(([commit, calls]) => `${commit} (${number(calls)})`).join(', ')}. One campaign looks for everything that must hold of a handler, so each call counts for all of
its invariants. Seconds are processor time; the campaigns took ${number(elapsed)} seconds, two at once on a machine that others use as well.

| campaign | rounds | calls | reverts | seconds | calls per second | verdict |
|---|---|---|---|---|---|---|
${[...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => row(name.replace(' ', ' `') + '`', sum)).join('\n')}
${row('**all**', all)}
`;
writeFileSync(page, text);
console.log(`${number(all.calls)} calls, ${number(all.reverts)} reverts, ${all.broken} broken; see ${page}`);
process.exit(all.broken === 0 ? 0 : 1);
