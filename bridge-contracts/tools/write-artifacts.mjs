// Turns forge's output into artifacts/*.json, layouts.json and predeploys.json; with --check compares instead of writing.
// usage: node tools/write-artifacts.mjs <folder with l1/, vault/ and l2/> [--check]
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getAddress, keccak256 } from 'ethers';

const room = fileURLToPath(new URL('..', import.meta.url));
const [work, mode] = process.argv.slice(2);

/** Contracts that are deployed or stand in a genesis, per profile of foundry.toml. */
const contracts = {
  l1: ['Anchor', 'PauseBoard', 'Router', 'StateProofs'],
  vault: ['Vault', 'NftVault', 'Messenger', 'Executor', 'MirrorBridge', 'HomeMirror', 'Evidence', 'FeePool'],
  l2: [
    'SignerRegistry', 'Attestations', 'Inbox', 'Outbox', 'NativeVault', 'AssetBridge', 'MirrorFactory', 'MirrorERC20',
    'NftBridge', 'NftMirrorFactory', 'MirrorERC721', 'MirrorERC1155', 'SideMessenger', 'SideExecutor', 'TokenVault', 'DuelTable',
    'TestToken',
  ],
};

const word = (n) => '0x' + BigInt(n).toString(16).padStart(64, '0');

/** Root of the empty withdrawal tree, read from the source that fixes it. */
const constant = (file, name) => {
  const found = readFileSync(join(room, file), 'utf8').match(new RegExp(`\\b${name} = (0x[0-9a-fA-F]+);`));
  if (!found) throw new Error(`${file} does not define ${name}`);
  return found[1];
};

/** Storage a genesis must give each predeploy. `rule` tells the genesis tool how to find values that differ per chain. */
const storage = {
  SignerRegistry: [
    { slot: word(0), rule: 'signerSetHash' },
    { slot: word(2), rule: 'deploymentId' },
    { slot: word(7), rule: 'epochLength' },
  ],
  Outbox: [{ slot: word(0), rule: 'constant', value: constant('src/libraries/WithdrawalTree.sol', 'EMPTY_ROOT') }],
  NativeVault: [{ slot: word(0), rule: 'ownBalance' }],
};

const predeploys = [
  ['SignerRegistry', 'SIGNER_REGISTRY'], ['Attestations', 'ATTESTATIONS'], ['Inbox', 'INBOX'], ['Outbox', 'OUTBOX'],
  ['NativeVault', 'NATIVE_VAULT'], ['AssetBridge', 'ASSET_BRIDGE'], ['MirrorFactory', 'MIRROR_FACTORY'],
  ['NftBridge', 'NFT_BRIDGE'], ['NftMirrorFactory', 'NFT_MIRROR_FACTORY'], ['SideMessenger', 'MESSENGER'], ['SideExecutor', 'EXECUTOR'],
  ['TokenVault', 'TOKEN_VAULT'],
];

const read = (profile, name) => JSON.parse(readFileSync(join(work, profile, `${name}.sol`, `${name}.json`), 'utf8'));

const artifact = (profile, name) => {
  const { abi, bytecode, deployedBytecode, metadata } = read(profile, name);
  const placeholders = [bytecode, deployedBytecode].some((code) => Object.keys(code.linkReferences ?? {}).length > 0);
  if (placeholders) throw new Error(`${name} needs linking`);
  const size = (deployedBytecode.object.length - 2) / 2;
  if (size > 24_576) throw new Error(`${name} has ${size} bytes of code, a contract may have 24576 (EIP-170)`);
  return {
    name,
    chain: profile === 'l2' ? 'sidechain' : 'l1',
    compiler: {
      solc: metadata.compiler.version,
      evmVersion: metadata.settings.evmVersion,
      optimizer: metadata.settings.optimizer,
      viaIR: metadata.settings.viaIR ?? false,
    },
    abi,
    bytecode: bytecode.object,
    deployedBytecode: deployedBytecode.object,
  };
};

const layout = (profile, name) =>
  read(profile, name).storageLayout.storage.map(({ label, slot, offset, type }) => ({
    slot: Number(slot), offset, label, type: type.replaceAll(/\)\d+/g, ')'),
  }));

const predeploy = ([name, key]) => {
  const { deployedBytecode } = read('l2', name);
  if (Object.keys(deployedBytecode.immutableReferences ?? {}).length > 0) throw new Error(`${name} has immutables`);
  return {
    name,
    address: getAddress(constant('src/l2/Predeploys.sol', key).toLowerCase()),
    storage: storage[name] ?? [],
    code: deployedBytecode.object,
  };
};

const all = Object.entries(contracts).flatMap(([profile, names]) => names.map((name) => [profile, name]));
const files = Object.fromEntries(all.map(([profile, name]) => [`${name}.json`, artifact(profile, name)]));
files['layouts.json'] = Object.fromEntries(all.map(([profile, name]) => [name, layout(profile, name)]));
files['predeploys.json'] = {
  _doc: [
    'Accounts a sidechain genesis must have in alloc: each address with its code and storage, nonce 1.',
    'Storage values by rule: constant = value; signerSetHash = keccak256(keccak256("PoaSidechain.SignerSet.v1") || signers of',
    'extraData, 20 bytes each, ascending); deploymentId = 32 random bytes, fresh for each genesis, not zero; epochLength = clique.epoch',
    'of this genesis; ownBalance = the balance the genesis gives this very account (NativeVault; recommended',
    '0x1000000000000000000000000 = 2^96 wei). All others: balance 0.',
  ],
  predeploys: predeploys.map(predeploy),
};

for (const [file, name, profile, mirror] of [
  ['MirrorAddress', 'INIT_CODE_HASH', 'l2', 'MirrorERC20'],
  ['NftMirrorAddress', 'ERC721_INIT_CODE_HASH', 'l2', 'MirrorERC721'],
  ['NftMirrorAddress', 'ERC1155_INIT_CODE_HASH', 'l2', 'MirrorERC1155'],
  ['HomeMirrorAddress', 'INIT_CODE_HASH', 'vault', 'HomeMirror'],
]) {
  const hash = keccak256(read(profile, mirror).bytecode.object);
  if (constant(`src/libraries/${file}.sol`, name) === hash) continue;
  throw new Error(`${mirror} has changed: set ${name} in src/libraries/${file}.sol to ${hash}`);
}

const folder = join(room, 'artifacts');
const present = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
const changed = [];
for (const [file, content] of Object.entries(files)) {
  const text = JSON.stringify(content, null, 2) + '\n';
  const path = join(folder, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  changed.push(file);
  if (mode === '--check') continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}
for (const file of present.filter((file) => !(file in files))) {
  changed.push(`${file} (stale)`);
  if (mode !== '--check') rmSync(join(folder, file));
}

if (mode === '--check' && changed.length > 0) {
  console.error(`artifacts differ from what compiling gives: ${changed.join(', ')}; run bridge-contracts/build`);
  process.exitCode = 1;
} else {
  console.log(mode === '--check' ? 'artifacts are what compiling gives' : `artifacts: ${changed.length} changed of ${Object.keys(files).length}`);
}
