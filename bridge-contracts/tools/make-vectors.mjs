// Writes tests/vectors/bridge-vectors.json, which forge and xunit both read. Everything in it is computed by ethers (ABI, EIP-712,
// RLP, Keccak, secp256k1) and by the few plain lines below, so neither Solidity nor C# is its author. Deterministic.
// usage: node tools/make-vectors.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AbiCoder, SigningKey, TypedDataEncoder, computeAddress, concat, dataSlice, encodeRlp, getAddress, getCreate2Address, id, keccak256,
  recoverAddress, sha256, toBeHex, zeroPadValue,
} from 'ethers';

const path = fileURLToPath(new URL('../../tests/vectors/bridge-vectors.json', import.meta.url));
const abi = AbiCoder.defaultAbiCoder();
const encode = (types, values) => abi.encode(types, values);
const hashOf = (types, values) => keccak256(encode(types, values));
const ZERO = '0x' + '00'.repeat(32);
const text = (value) => (typeof value === 'bigint' || typeof value === 'number' ? value.toString() : value);
const texts = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, text(value)]));

// --- bridge ------------------------------------------------------------------------------------------------------------------
const SET_V1 = id('PoaSidechain.SignerSet.v1');
const LEAF_V1 = id('PoaSidechain.Withdrawal.v1');
const DEPOSIT_V1 = id('PoaSidechain.Deposit.v1');
const GENESIS_V1 = id('PoaSidechain.GenesisCheckpoint.v1');
const domainType =
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)';

const signers = Array.from({ length: 21 }, (_, i) => {
  const privateKey = id(`PoaSidechain throwaway test key ${i}`);
  return { privateKey, address: computeAddress(privateKey) };
}).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
const setOf = (members) => concat(members.map((member) => member.address));
const setHash = (set) => keccak256(concat([SET_V1, set]));
const quorum = (n) => Math.floor((2 * n) / 3) + 1;

// --- headers -----------------------------------------------------------------------------------------------------------------
const EMPTY_UNCLES = keccak256('0xc0');
const EMPTY_TRIE = keccak256('0x80');
const int = (value) => (BigInt(value) === 0n ? '0x' : toBeHex(value));
const tail = (count, baseFee = 7n) =>
  [int(baseFee), EMPTY_TRIE, '0x', '0x', ZERO, sha256('0x')].slice(0, count - 15);
const vanity = zeroPadValue('0x706f61', 32);

const headerFields = ({ fields, parent = ZERO, beneficiary, difficulty = 1, number = 0, time, list = [], nonce = 0n, seal }) => [
  parent, EMPTY_UNCLES, beneficiary ?? '0x' + '00'.repeat(20), id('state'), EMPTY_TRIE, EMPTY_TRIE, '0x' + '00'.repeat(256),
  int(difficulty), int(number), int(30_000_000), int(number === 0 ? 0 : 21_000), int(time), concat([vanity, ...list, seal]), ZERO,
  toBeHex(nonce, 8), ...tail(fields),
];

const sealed = (description, signer) => {
  const unsealed = encodeRlp(headerFields({ ...description, seal: '0x' }));
  const signature = new SigningKey(signer.privateKey).sign(keccak256(unsealed));
  const seal = concat([signature.r, signature.s, toBeHex(signature.yParity, 1)]);
  const rlp = encodeRlp(headerFields({ ...description, seal }));
  return { rlp, hash: keccak256(rlp), sealHash: keccak256(unsealed), sealer: signer.address };
};

const genesisOf = (fields, n) => {
  const members = signers.slice(0, n);
  const rlp = encodeRlp(
    headerFields({ fields, time: 1_700_000_000, list: members.map((m) => m.address), seal: '0x' + '00'.repeat(65) }),
  );
  const set = setOf(members);
  return texts({ name: `${fields} fields, ${n} signers`, fields, rlp, hash: keccak256(rlp), timestamp: 1_700_000_000, set, setHash: setHash(set) });
};
const genesisHeaders = [[15, 4], [16, 1], [16, 4], [16, 5], [16, 21], [17, 4], [20, 4], [21, 5]].map(([f, n]) => genesisOf(f, n));

const sealedHeaders = [16, 17, 20, 21].flatMap((fields) => {
  const common = { fields, parent: id('parent'), difficulty: 2, time: 1_700_000_500 };
  const vote = { ...common, number: 100, beneficiary: signers[7].address, nonce: 2n ** 64n - 1n };
  const epoch = { ...common, number: 30_000, list: signers.slice(0, 5).map((m) => m.address) };
  return [
    texts({ name: `vote, ${fields} fields`, fields, number: 100, timestamp: common.time, beneficiary: vote.beneficiary, set: '0x', ...sealed(vote, signers[1]) }),
    texts({ name: `epoch, ${fields} fields`, fields, number: 30_000, timestamp: common.time, beneficiary: '0x' + '00'.repeat(20), set: setOf(signers.slice(0, 5)), ...sealed(epoch, signers[2]) }),
  ];
});

const malformedHeaders = (() => {
  const base = (changes = {}) => ({ fields: 16, parent: id('parent'), difficulty: 2, number: 100, time: 1_700_000_500, seal: '0x' + '11'.repeat(65), ...changes });
  const list = headerFields(base());
  const rlp = encodeRlp(list);
  const replaced = (index, value) => encodeRlp(list.map((field, i) => (i === index ? value : field)));
  return [
    ['byte after the end', concat([rlp, '0x00'])],
    ['byte missing', dataSlice(rlp, 0, (rlp.length - 2) / 2 - 1)],
    ['leading zero in number', replaced(8, '0x0064')],
    ['number of nine bytes', replaced(8, '0x010000000000000000')],
    ['difficulty 3', replaced(7, '0x03')],
    ['difficulty 0', replaced(7, '0x')],
    ['number 0', replaced(8, '0x')],
    ['uncles', replaced(1, id('uncles'))],
    ['mix hash', replaced(13, id('mix'))],
    ['nonce of mixed bits', replaced(14, '0x00000000000000ff')],
    ['nonce of seven bytes', replaced(14, '0x00000000000000')],
    ['short extra data', replaced(12, '0x' + '00'.repeat(96))],
    ['extra data not a multiple', replaced(12, '0x' + '00'.repeat(98))],
    ['short parent hash', replaced(0, '0x' + '00'.repeat(31))],
    ['short beneficiary', replaced(2, '0x' + '00'.repeat(19))],
    ['short bloom', replaced(6, '0x' + '00'.repeat(255))],
    ['signers descending', encodeRlp(headerFields(base({ number: 30_000, list: [signers[1].address, signers[0].address] })))],
    ['signer twice', encodeRlp(headerFields(base({ number: 30_000, list: [signers[1].address, signers[1].address] })))],
    ['epoch with beneficiary', encodeRlp(headerFields(base({ number: 30_000, list: [signers[0].address], beneficiary: signers[3].address })))],
    ['epoch with vote', encodeRlp(headerFields(base({ number: 30_000, list: [signers[0].address], nonce: 2n ** 64n - 1n })))],
    ['fifteen fields', encodeRlp(list.slice(0, 15))],
    ['seventeen fields', encodeRlp([...list, EMPTY_TRIE])],
    ['eighteen fields', encodeRlp([...list, EMPTY_TRIE, '0x'])],
    ['list inside', encodeRlp(list.map((field, i) => (i === 8 ? ['0x64'] : field)))],
    ['empty', '0x'],
  ].map(([name, bytes]) => ({ name, rlp: bytes }));
})();

// --- identity ----------------------------------------------------------------------------------------------------------------
const genesis = genesisHeaders.find((header) => header.name === '16 fields, 5 signers');
const bridge = {
  sidechainChainId: 77_001n,
  genesisHash: genesis.hash,
  l1ChainId: 31_337n,
  anchor: getAddress('0x00000000000000000000000000000000000000a1'),
  vault: getAddress('0x00000000000000000000000000000000000000b2'),
  deploymentId: id('deployment'),
};
bridge.sidechainId = hashOf(['uint256', 'bytes32'], [bridge.sidechainChainId, bridge.genesisHash]);
bridge.genesisDigest = hashOf(['bytes32', 'bytes32'], [GENESIS_V1, bridge.sidechainId]);
const domain = {
  name: 'PoaSidechain Bridge', version: '1', chainId: bridge.l1ChainId, verifyingContract: bridge.anchor, salt: bridge.sidechainId,
};
bridge.domainSeparator = TypedDataEncoder.hashDomain(domain);

// --- messages ----------------------------------------------------------------------------------------------------------------
const types = {
  Checkpoint: [
    ['uint64', 'index'], ['uint32', 'round'], ['uint64', 'firstBlock'], ['uint64', 'lastBlock'], ['uint64', 'lastTimestamp'],
    ['uint64', 'withdrawalCount'], ['uint64', 'depositCount'], ['bytes32', 'parentDigest'], ['bytes32', 'lastBlockHash'],
    ['bytes32', 'stateRoot'], ['bytes32', 'blocksRoot'], ['bytes32', 'withdrawalRoot'], ['bytes32', 'depositAcc'],
    ['bytes32', 'setHash'], ['bytes32', 'nextSetHash'],
  ],
  DepositAttestation: [['uint64', 'l1Block'], ['uint64', 'count'], ['bytes32', 'acc']],
  Binding: [['bytes32', 'deploymentId'], ['uint256', 'sidechainChainId'], ['bytes32', 'genesisHash'], ['address', 'vault']],
};
const typed = Object.fromEntries(
  Object.entries(types).map(([name, fields]) => [name, { [name]: fields.map(([type, field]) => ({ type, name: field })) }]),
);
const typeString = (name) => TypedDataEncoder.from(typed[name]).encodeType(name);

const message = (name, value, members, bitmap) => {
  const encoder = TypedDataEncoder.from(typed[name]);
  const digest = TypedDataEncoder.hash(domain, typed[name], value);
  const signatures = members
    .map((member, i) => ({ member: i, signer: member.address, key: member.privateKey }))
    .filter(({ member }) => (bitmap >> BigInt(member)) & 1n)
    .map(({ member, signer, key }) => {
      const signature = new SigningKey(key).sign(digest);
      if (recoverAddress(digest, signature) !== signer) throw new Error('signature does not recover');
      return { member: text(member), signer, r: signature.r, vs: signature.yParityAndS };
    });
  const encoded = encode(['bytes32', ...types[name].map(([type]) => type)], [id(typeString(name)), ...types[name].map(([, f]) => value[f])]);
  const structHash = encoder.hashStruct(name, value);
  if (keccak256(encoded) !== structHash) throw new Error('encodings differ');
  const set = setOf(members);
  return {
    value: texts(value), encoded, structHash, digest, set, setHash: setHash(set), bitmap: text(bitmap),
    sigs: concat(signatures.flatMap(({ r, vs }) => [r, vs])), signatures,
  };
};

// --- trees -------------------------------------------------------------------------------------------------------------------
const empties = Array.from({ length: 32 }).reduce((list) => [...list, keccak256(concat([list.at(-1), list.at(-1)]))], [ZERO]);
const levelsOf = (leaves, depth) => {
  const levels = [leaves];
  for (let level = 0; level < depth; level++) {
    const below = levels[level];
    const next = [];
    for (let i = 0; i < below.length; i += 2) next.push(keccak256(concat([below[i], below[i + 1] ?? empties[level]])));
    levels.push(next);
  }
  return levels;
};
const rootOf = (leaves, depth) => levelsOf(leaves, depth)[depth][0] ?? empties[depth];
const proofOf = (leaves, index, depth) => {
  const levels = levelsOf(leaves, depth);
  const siblings = [];
  let mask = 0n;
  for (let level = 0; level < depth; level++) {
    const sibling = levels[level][(index >> level) ^ 1];
    if (sibling === undefined) continue;
    mask |= 1n << BigInt(level);
    siblings.push(sibling);
  }
  return { count: text(leaves.length), index: text(index), leaf: leaves[index], mask: text(mask), siblings, root: rootOf(leaves, depth) };
};

const token = getAddress('0x00000000000000000000000000000000000070c3');
const leafTypes = ['uint64', 'uint8', 'uint256', 'address', 'address', 'address', 'uint256', 'uint256', 'bytes32'];
const leaves = Array.from({ length: 37 }, (_, index) => {
  const eth = index % 2 === 0;
  const leaf = {
    index, kind: eth ? 1 : 2, originChain: bridge.l1ChainId, token: eth ? getAddress('0x' + '00'.repeat(20)) : token,
    from: signers[index % 21].address, to: signers[(index + 3) % 21].address, amount: 10n ** 18n + BigInt(index) * 12345678901234567n,
    fee: BigInt(index) * 1000n, dataHash: ZERO,
  };
  const inner = hashOf(
    ['bytes32', 'bytes32', 'uint256', 'address', ...leafTypes],
    [LEAF_V1, bridge.sidechainId, bridge.l1ChainId, bridge.vault, ...Object.values(leaf)],
  );
  return { ...texts(leaf), hash: keccak256(inner) };
});
const leafHashes = leaves.map((leaf) => leaf.hash);

const blocks = Array.from({ length: 11 }, (_, i) => ({ number: 1000 + i, hash: id(`block ${1000 + i}`) }));
const blockLeaves = blocks.map(({ number, hash }) => keccak256(hashOf(['uint256', 'bytes32'], [number, hash])));

// --- deposits ----------------------------------------------------------------------------------------------------------------
let acc = hashOf(['string', 'bytes32', 'address'], ['deposits', bridge.sidechainId, bridge.vault]);
const depositStart = acc;
const deposits = Array.from({ length: 8 }, (_, nonce) => {
  const eth = nonce % 2 === 0;
  const deposit = {
    nonce, kind: eth ? 1 : 2, from: signers[nonce].address, to: signers[nonce + 1].address,
    token: eth ? getAddress('0x' + '00'.repeat(20)) : token, amount: 5n * 10n ** 17n + BigInt(nonce), gasLimit: 50_000 + nonce * 1000,
    data: eth ? '0x' : encode(['string', 'string', 'uint8'], ['Test Token', 'TT', 18]),
  };
  const hash = hashOf(
    ['bytes32', 'bytes32', 'uint256', 'address', 'uint64', 'uint8', 'address', 'address', 'address', 'uint256', 'uint64', 'bytes32'],
    [DEPOSIT_V1, bridge.sidechainId, bridge.l1ChainId, bridge.vault, deposit.nonce, deposit.kind, deposit.from, deposit.to, deposit.token,
      deposit.amount, deposit.gasLimit, keccak256(deposit.data)],
  );
  acc = keccak256(concat([acc, hash]));
  return { ...texts(deposit), hash, accAfter: acc };
});

// --- file --------------------------------------------------------------------------------------------------------------------
const five = signers.slice(0, 5);
const six = signers.slice(0, 6);
const checkpoint = (changes = {}) => ({
  index: 1n, round: 0n, firstBlock: 1n, lastBlock: 64n, lastTimestamp: 1_700_000_128n, withdrawalCount: 37n, depositCount: 8n,
  parentDigest: bridge.genesisDigest, lastBlockHash: id('last block'), stateRoot: id('state root'), blocksRoot: rootOf(blockLeaves, 16),
  withdrawalRoot: rootOf(leafHashes, 32), depositAcc: acc, setHash: setHash(setOf(five)), nextSetHash: setHash(setOf(five)), ...changes,
});
const saltOf = (chain, address) => hashOf(['uint256', 'address'], [chain, address]);
const initCodeHash = id('any init code');

const vectors = {
  _doc: [
    'Shared vectors of the bridge encodings (bridge-contracts/README.md, "Encodings"). Written by bridge-contracts/tools/make-vectors.mjs.',
    'Integers are decimal strings; bytes are 0x-hex; addresses have EIP-55 case. Private keys are throwaway, for tests only.',
    'bridge: identity all other parts are computed for. sets: n members = the first n of signers. quorums[n-1] = floor(2n/3)+1.',
    'checkpoints, depositAttestations, bindings: value = fields of the EIP-712 struct; encoded = abi.encode(typeHash, fields...);',
    'structHash = keccak256(encoded); digest = keccak256(0x1901 || domainSeparator || structHash); signatures are EIP-2098 by RFC 6979;',
    'sigs = r || vs of all signers in the bitmap, rising. leaves: fields and double hash. trees: depth 32 root after each count.',
    'proofs: depth 32, mask bit i = sibling of level i is in siblings. blocksTree: depth 16 over (number, hash). deposits: hash, accAfter.',
    'genesisHeaders, sealedHeaders: RLP and what a parser must find; set = signer list in extra data. malformedHeaders must be refused',
    'by a parser of ordinary headers with 16 fields. mirrors: CREATE2 address for the factory and a given init code hash.',
  ],
  constants: {
    SET_V1, LEAF_V1, DEPOSIT_V1, GENESIS_V1, emptyWithdrawalRoot: empties[32], emptyBlocksRoot: empties[16], domainType,
    domainTypeHash: id(domainType),
    types: Object.fromEntries(Object.keys(types).map((name) => [name, typeString(name)])),
    typeHashes: Object.fromEntries(Object.keys(types).map((name) => [name, id(typeString(name))])),
  },
  bridge: texts(bridge),
  signers,
  sets: [1, 2, 3, 4, 5, 7, 21].map((n) => texts({ n, set: setOf(signers.slice(0, n)), setHash: setHash(setOf(signers.slice(0, n))), quorum: quorum(n) })),
  quorums: Array.from({ length: 255 }, (_, i) => text(quorum(i + 1))),
  checkpoints: [
    message('Checkpoint', checkpoint(), five, 0b01111n),
    message('Checkpoint', checkpoint({ round: 3n }), five, 0b11101n),
    message('Checkpoint', checkpoint({ nextSetHash: setHash(setOf(six)) }), five, 0b11111n),
    message('Checkpoint', checkpoint({ setHash: setHash(setOf(signers)), nextSetHash: setHash(setOf(signers)) }), signers, 0x7fffn),
  ],
  depositAttestations: [message('DepositAttestation', { l1Block: 1234n, count: 8n, acc }, five, 0b10111n)],
  bindings: [
    message('Binding', { deploymentId: bridge.deploymentId, sidechainChainId: bridge.sidechainChainId, genesisHash: bridge.genesisHash, vault: bridge.vault }, five, 0b01111n),
  ],
  leaves,
  trees: Array.from({ length: leaves.length + 1 }, (_, count) => ({ count: text(count), root: rootOf(leafHashes.slice(0, count), 32) })),
  proofs: [[1, 0], [2, 0], [2, 1], [3, 2], [8, 5], [16, 0], [31, 30], [32, 31], [33, 32], [37, 0], [37, 17], [37, 36]].map(([count, index]) =>
    proofOf(leafHashes.slice(0, count), index, 32)),
  blocksTree: {
    firstBlock: text(blocks[0].number),
    hashes: blocks.map((block) => block.hash),
    root: rootOf(blockLeaves, 16),
    proofs: [0, 4, 10].map((index) => proofOf(blockLeaves, index, 16)),
  },
  depositStart,
  deposits,
  genesisHeaders,
  sealedHeaders,
  malformedHeaders,
  mirrors: [[31_337n, token], [1n, token], [31_337n, signers[0].address]].map(([originChain, originToken]) => {
    const factory = getAddress('0x000000000000000000000000000000000ca10007');
    const salt = saltOf(originChain, originToken);
    return texts({ originChain, token: originToken, factory, initCodeHash, salt, mirror: getCreate2Address(factory, salt, initCodeHash) });
  }),
};

const output = JSON.stringify(vectors, null, 1) + '\n';
if (process.argv[2] !== '--check') {
  writeFileSync(path, output);
  console.log(`vectors: ${output.length} bytes`);
} else if (readFileSync(path, 'utf8') !== output) {
  console.error('tests/vectors/bridge-vectors.json differs from what tools/make-vectors.mjs computes');
  process.exitCode = 1;
} else {
  console.log('vectors are what the independent implementation computes');
}
