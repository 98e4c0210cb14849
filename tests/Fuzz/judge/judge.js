// Executes batches of cases on ethereumjs: one JSON array of cases a line in, one JSON array of outcomes a line out.
// A case is a fork, a block, a state and transactions; an outcome is a text for each transaction and one for the state after them.
import { createInterface } from 'node:readline';
import { createHash } from 'node:crypto';
import { Common, Mainnet } from '@ethereumjs/common';
import { EVM, NobleBLS, NobleBN254 } from '@ethereumjs/evm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createTx } from '@ethereumjs/tx';
import { Account, Address, bytesToHex, hexToBytes, setLengthLeft, unpadBytes } from '@ethereumjs/util';
import { createVM, runTx } from '@ethereumjs/vm';
import { keccak_256 } from '@noble/hashes/sha3.js';

const hashes = new Map();

/** Keccak-256 of an address or slot, which come again and again. */
function hashOf(hex) {
  let hash = hashes.get(hex);
  if (hash === undefined) {
    if (hashes.size > 500_000) hashes.clear();
    hash = bytesToHex(keccak_256(hexToBytes(hex)));
    hashes.set(hex, hash);
  }
  return hash;
}

/** The plain state manager, with what a destroyed account had gone too, and started anew for every case. */
class CaseState extends SimpleStateManager {
  async deleteAccount(address) {
    await super.deleteAccount(address);
    this.topCodeStack().delete(address.toString());
    await this.clearStorage(address);
  }

  /** As the state manager over a trie stores it: the gas of SSTORE goes by the length, where 0 must have none. */
  async putStorage(address, key, value) {
    await super.putStorage(address, key, unpadBytes(value));
  }

  /** Asked for by receipts before Byzantium, which are not compared. */
  async getStateRoot() {
    return new Uint8Array(32);
  }

  fill(accounts) {
    this.accountStack = [new Map()];
    this.codeStack = [new Map()];
    this.storageStack = [new Map()];
    this.originalStorageCache.clear();
    for (const { address, nonce, balance, code, storage } of accounts) {
      const bytes = hexToBytes(code);
      const account = new Account(BigInt(nonce), BigInt(balance), undefined, bytes.length > 0 ? keccak_256(bytes) : undefined);
      this.accountStack[0].set(address, account);
      if (bytes.length > 0) this.codeStack[0].set(address, bytes);
      for (const [slot, value] of storage) this.storageStack[0].set(`${address}_${slot}`, unpadBytes(hexToBytes(value)));
    }
  }

  /** Every account and slot that is not 0, in the order of the trie. */
  describe(names) {
    const slots = new Map();
    for (const [key, value] of this.topStorageStack()) {
      if (value.every((byte) => byte === 0)) continue;
      const [address, slot] = key.split('_');
      if (!slots.has(address)) slots.set(address, []);
      if (names) names[hashOf(slot)] = slot;
      slots.get(address).push(`${hashOf(slot)}=${bytesToHex(setLengthLeft(value, 32))}`);
    }
    const lines = [];
    for (const [address, account] of this.topAccountStack()) {
      if (account === undefined) continue;
      if (names) names[hashOf(address)] = address;
      const own = (slots.get(address) ?? []).sort().map((line) => `\n  ${line}`).join('');
      lines.push(`${hashOf(address)} nonce ${account.nonce} balance ${account.balance} code ${bytesToHex(account.codeHash)}${own}`);
    }
    return lines.sort().join('\n');
  }
}

const blockchain = {
  getBlock: async (number) => ({ hash: () => keccak_256(new TextEncoder().encode(String(number))) }),
  putBlock: async () => {},
  shallowCopy: () => blockchain,
};

// Random input to the point evaluation (0x0a) never gets as far as a proof: its first word would have to be a hash of what follows.
const kzg = {
  verifyProof() {
    throw new Error('a proof to verify: not to be expected');
  },
};

const machines = new Map();

async function machineOf(fork) {
  if (!machines.has(fork)) {
    const common = new Common({ chain: Mainnet, hardfork: fork, customCrypto: { kzg } });
    const known = new Set();
    const updateParams = common.updateParams.bind(common);
    common.copy = () => common; // every transaction would copy it and read its parameters again: a quarter of the time
    common.updateParams = (params) => {
      if (!known.has(params)) updateParams(params);
      known.add(params);
    };
    const stateManager = new CaseState({ common });
    const evm = new EVM({ common, stateManager, blockchain, bn254: new NobleBN254(), bls: new NobleBLS() });
    machines.set(fork, { common, stateManager, vm: await createVM({ common, stateManager, blockchain, evm }) });
  }
  return machines.get(fork);
}

const big = (hex) => BigInt(hex);

function blockOf({ block }, common) {
  const header = {
    coinbase: new Address(hexToBytes(block.coinbase)),
    number: big(block.number),
    timestamp: big(block.timestamp),
    gasLimit: big(block.gasLimit),
    difficulty: big(block.difficulty),
    prevRandao: hexToBytes(block.mixHash),
    baseFeePerGas: big(block.baseFee),
    gasUsed: 0n,
    getBlobGasPrice: () => big(block.blobBaseFee),
    errorStr: () => 'header',
  };
  return { header, common, errorStr: () => 'block' };
}

function transactionOf({ sender, ...fields }, common) {
  const tx = createTx(fields, { common, freeze: false });
  tx.getSenderAddress = () => new Address(hexToBytes(sender));
  return tx;
}

// Frontier keeps a contract whose code cannot be paid for, without the code (EIP-2 ended that). Whether that is success has no answer: no receipt says it.
const hasNoEnd = (fork, tx) => fork === 'chainstart' && tx.to === undefined;

function describeResult({ totalGasSpent, execResult }, isEndless) {
  const logs = (execResult.logs ?? []).map(([address, topics, data]) => [address, ...topics, data].map(bytesToHex).join(','));
  return [
    isEndless ? 'creation' : execResult.exceptionError === undefined ? 'success' : 'failure',
    `gas ${totalGasSpent}`,
    `output ${isEndless ? '' : bytesToHex(execResult.returnValue)}`,
    `logs ${logs.join(';')}`,
  ].join('\n');
}

const short = (text, isDetailed) => (isDetailed ? text : createHash('sha256').update(text).digest('hex'));

async function run(one) {
  const { common, stateManager, vm } = await machineOf(one.fork);
  stateManager.fill(one.accounts);
  const block = blockOf(one, common);
  const transactions = [];
  const notes = [];
  for (const fields of one.transactions) {
    let text = 'refused';
    try {
      const result = await runTx(vm, { tx: transactionOf(fields, common), block, skipHardForkValidation: true });
      text = describeResult(result, hasNoEnd(one.fork, fields));
      notes.push(result.execResult.exceptionError?.error ?? '');
    } catch (error) {
      notes.push(error.stack);
    }
    transactions.push(short(text, one.detailed));
  }
  const names = one.detailed ? {} : undefined;
  const state = short(stateManager.describe(names), one.detailed);
  return one.detailed ? { transactions, state, names, notes } : { transactions, state };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const outcomes = [];
  for (const one of JSON.parse(line)) outcomes.push(await run(one));
  process.stdout.write(JSON.stringify(outcomes) + '\n');
}
