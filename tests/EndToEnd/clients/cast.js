// foundry's cast as an operator uses it.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { artifact, assert, cast, check, http, key } from './checks.js';

const home = mkdtempSync(join(tmpdir(), 'poa-cast-')); // cast keeps files in its home: none of the caller's
const environment = { PATH: process.env.PATH, HOME: home, NO_COLOR: '1' };
const stranger = '0x00000000000000000000000000000000000000cC';
let token;

async function run(...args) {
  const { stdout } = await promisify(execFile)(cast(), args, { env: { ...environment, ETH_RPC_URL: http }, timeout: 30_000, cwd: home });
  return stdout.trim();
}

const send = async (...args) => JSON.parse(await run('send', '--json', '--private-key', key, ...args));

await check('chain id, block number, client', async () => {
  assert.equal(await run('chain-id'), '1337');
  assert.ok(Number(await run('block-number')) > 0);
  assert.match(await run('client'), /^PoaSidechain\//);
});

await check('deploy', async () => {
  const { bytecode } = artifact('TestToken');
  const args = (await run('abi-encode', 'c(string,string)', 'Copper', 'CPR')).slice(2);
  const receipt = await send('--create', bytecode + args);
  assert.equal(receipt.status, '0x1');
  token = receipt.contractAddress;
});

await check('call and send', async () => {
  assert.equal(await run('call', token, 'symbol()(string)'), '"CPR"');
  const owner = await run('wallet', 'address', '--private-key', key);
  assert.equal((await send(token, 'mint(address,uint256)', owner, '77')).status, '0x1');
  assert.equal(await run('call', token, 'balanceOf(address)(uint256)', owner), '77');
});

await check('transfer and balance', async () => {
  assert.equal((await send(stranger, '--value', '3ether')).status, '0x1');
  assert.equal(await run('balance', '--ether', stranger), '3.000000000000000000');
});

await check('logs', async () => {
  const logs = JSON.parse(await run('logs', '--json', '--from-block', '0', '--address', token, 'Transfer(address,address,uint256)'));
  assert.equal(logs.length, 1);
});

await check('estimate, and a revert with its reason', async () => {
  const owner = await run('wallet', 'address', '--private-key', key);
  assert.equal(await run('estimate', '--from', owner, stranger, '--value', '1'), '21000');
  await assert.rejects(run('call', '--from', stranger, token, 'mint(address,uint256)', stranger, '1'), /OnlyMinter|revert/i);
});

await check('proof, storage, code, fees, blocks by tag', async () => {
  const proof = JSON.parse(await run('proof', token, '0x2'));
  assert.equal(BigInt(proof.storageProof[0].value), 77n);
  assert.equal(BigInt(await run('storage', token, '2')), 77n);
  assert.ok((await run('code', token)).length > 2);
  assert.ok(BigInt(await run('gas-price')) > 0n);
  assert.ok(BigInt(await run('base-fee')) > 0n);
  const numbers = await Promise.all(['finalized', 'safe', 'latest'].map((tag) => run('block', tag, '--field', 'number')));
  assert.ok(Number(numbers[0]) <= Number(numbers[1]) && Number(numbers[1]) <= Number(numbers[2]));
});

await check('Clique over rpc', async () => {
  assert.equal(JSON.parse(await run('rpc', 'clique_getSigners')).length, 4);
});

rmSync(home, { recursive: true });
process.exit();
