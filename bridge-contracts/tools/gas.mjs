// Gathers the figures that the forge tests of profile gas leave in out/gas/ into gas.json; with --check compares instead: a figure
// may differ by one percent, none may exceed its target. Use ./gas, which runs the tests first.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('..', import.meta.url));
const figures = join(room, 'out', 'gas');
const snapshot = join(room, 'gas.json');
const tolerance = 0.01;

/** Most gas that an operation may take as a whole transaction. */
const targets = {
  submit_5: 105_000, submit_21: 165_000, submit_5_no_withdrawals: 85_000, deposit_eth: 68_000, deposit_erc20: 95_000,
  claim_eth_65536: 88_000, claim_erc20_65536: 95_000, claim_many_item: 52_000, outbox_append: 75_000, escape: 400_000,
};

const measured = Object.fromEntries(
  readdirSync(figures).sort().map((name) => [name, Number(readFileSync(join(figures, name), 'utf8'))]));

const faults = Object.entries(targets)
  .filter(([name, target]) => !(measured[name] <= target))
  .map(([name, target]) => `${name}: ${measured[name] ?? 'not measured'}, target ${target}`);

if (process.argv[2] === '--check') {
  const kept = JSON.parse(readFileSync(snapshot, 'utf8'));
  for (const name of new Set([...Object.keys(kept), ...Object.keys(measured)])) {
    if (Math.abs(kept[name] - measured[name]) <= kept[name] * tolerance) continue;
    faults.push(`${name}: ${measured[name] ?? 'no longer measured'}, gas.json says ${kept[name] ?? 'nothing'}; run bridge-contracts/gas`);
  }
} else {
  writeFileSync(snapshot, JSON.stringify(measured, null, 2) + '\n');
}

for (const [name, gas] of Object.entries(measured)) console.log(`${name.padEnd(32)}${String(gas).padStart(9)}`);
for (const fault of faults) console.error(`gas: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
