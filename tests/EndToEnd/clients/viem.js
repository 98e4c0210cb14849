// viem as an application uses it.
import { createPublicClient, createWalletClient, defineChain, decodeEventLog, http as overHttp, keccak256, parseEther, webSocket, BaseError, ContractFunctionRevertedError } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { artifact, assert, check, http, key, overIpc, within, ws } from './checks.js';

const chain = defineChain({ id: 1337, name: 'PoA', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [http] } } });
const account = privateKeyToAccount(key);
const client = createPublicClient({ chain, transport: overHttp(), pollingInterval: 200 });
const batching = createPublicClient({ chain, transport: overHttp(http, { batch: true }) });
const wallet = createWalletClient({ account, chain, transport: overHttp() });
const token = artifact('TestToken');
const stranger = '0x00000000000000000000000000000000000000aa';
const wait = (hash) => client.waitForTransactionReceipt({ hash, timeout: 20_000 });
let address;

await check('chain id and client version', async () => {
  assert.equal(await client.getChainId(), 1337);
  assert.match(await client.request({ method: 'web3_clientVersion' }), /^PoaSidechain\//);
});

await check('transfer: fees and nonce filled in, receipt', async () => {
  const before = await client.getBalance({ address: stranger });
  const hash = await wallet.sendTransaction({ to: stranger, value: parseEther('1.5') });
  const receipt = await wait(hash);
  assert.equal(receipt.status, 'success');
  assert.equal(receipt.gasUsed, 21_000n);
  assert.equal(receipt.type, 'eip1559');
  assert.equal(await client.getBalance({ address: stranger }), before + parseEther('1.5'));
  const transaction = await client.getTransaction({ hash });
  assert.equal(transaction.blockHash, receipt.blockHash);
});

await check('deploy a contract', async () => {
  const hash = await wallet.deployContract({ ...token, args: ['Gold', 'GLD'] });
  const receipt = await wait(hash);
  assert.equal(receipt.status, 'success');
  address = receipt.contractAddress;
  assert.ok((await client.getCode({ address })).length > 2);
});

await check('read from the contract', async () => {
  assert.equal(await client.readContract({ address, abi: token.abi, functionName: 'symbol' }), 'GLD');
  assert.equal(await client.readContract({ address, abi: token.abi, functionName: 'decimals' }), 18);
});

await check('simulate, write, event in the receipt and by getLogs', async () => {
  const { request } = await client.simulateContract({ account, address, abi: token.abi, functionName: 'mint', args: [account.address, 1000n] });
  const receipt = await wait(await wallet.writeContract(request));
  const event = decodeEventLog({ abi: token.abi, ...receipt.logs[0] });
  assert.equal(event.eventName, 'Transfer');
  assert.equal(event.args.value, 1000n);
  const logs = await client.getContractEvents({ address, abi: token.abi, eventName: 'Transfer', fromBlock: receipt.blockNumber, toBlock: 'latest', args: { to: account.address } });
  assert.equal(logs.length, 1);
  assert.equal(logs[0].transactionHash, receipt.transactionHash);
});

await check('a log filter reports what comes after it', async () => {
  const filter = await client.createContractEventFilter({ address, abi: token.abi, eventName: 'Transfer' });
  await wait(await wallet.writeContract({ address, abi: token.abi, functionName: 'transfer', args: [stranger, 7n] }));
  const changes = await client.getFilterChanges({ filter });
  assert.deepEqual(changes.map((log) => log.args.value), [7n]);
  assert.equal(await client.uninstallFilter({ filter }), true);
});

await check('a revert is told with its custom error', async () => {
  const call = client.simulateContract({ account: stranger, address, abi: token.abi, functionName: 'mint', args: [stranger, 1n] });
  const error = await call.then(() => undefined, (e) => e);
  assert.ok(error instanceof BaseError, `${error}`);
  const revert = error.walk((e) => e instanceof ContractFunctionRevertedError);
  assert.equal(revert?.data?.errorName, 'OnlyMinter', error.message);
  assert.equal(revert.data.args[0].toLowerCase(), stranger);
});

await check('estimateGas fits, and is refused for a revert', async () => {
  assert.equal(await client.estimateGas({ account, to: stranger, value: 1n }), 21_000n);
  const gas = await client.estimateContractGas({ account, address, abi: token.abi, functionName: 'transfer', args: [stranger, 1n] });
  const receipt = await wait(await wallet.writeContract({ address, abi: token.abi, functionName: 'transfer', args: [stranger, 1n], gas }));
  assert.equal(receipt.status, 'success');
  await assert.rejects(client.estimateContractGas({ account: stranger, address, abi: token.abi, functionName: 'transfer', args: [account.address, 1_000_000n] }));
});

await check('an instruction that there is not is named', async () => {
  await assert.rejects(client.estimateGas({ account, data: '0x0c' }), /invalid opcode: opcode 0xc not defined/);
});

await check('a failed transaction has status reverted', async () => {
  const hash = await wallet.writeContract({ address, abi: token.abi, functionName: 'transfer', args: [stranger, 10n ** 30n], gas: 100_000n });
  assert.equal((await wait(hash)).status, 'reverted');
});

await check('several transactions at once keep their nonces apart', async () => {
  const first = await client.getTransactionCount({ address: account.address, blockTag: 'pending' });
  const hashes = await Promise.all([0, 1, 2, 3].map((i) => wallet.sendTransaction({ to: stranger, value: 1n, nonce: first + i, gas: 21_000n })));
  const receipts = await Promise.all(hashes.map(wait));
  assert.deepEqual(receipts.map((r) => r.status), Array(4).fill('success'));
  assert.equal(await client.getTransactionCount({ address: account.address }), first + 4);
});

await check('a used nonce is refused', async () => {
  await assert.rejects(wallet.sendTransaction({ to: stranger, value: 1n, nonce: 0, gas: 21_000n }), /nonce/i);
});

await check('feeHistory and fee estimates', async () => {
  const history = await client.getFeeHistory({ blockCount: 5, rewardPercentiles: [25, 75] });
  assert.equal(history.baseFeePerGas.length, history.gasUsedRatio.length + 1);
  assert.ok(history.reward.every((rewards) => rewards.length === 2));
  const fees = await client.estimateFeesPerGas();
  assert.ok(fees.maxFeePerGas >= fees.maxPriorityFeePerGas);
  assert.ok((await client.getGasPrice()) > 0n);
});

await check('getProof of account and storage', async () => {
  const proof = await client.getProof({ address, storageKeys: [`0x${'00'.repeat(31)}02`] });
  assert.equal(proof.address.toLowerCase(), address.toLowerCase());
  assert.equal(proof.storageProof[0].value, 1000n);
  assert.equal(proof.codeHash, keccak256(await client.getCode({ address })));
  const block = await client.getBlock();
  const fresh = await client.getProof({ address, storageKeys: [], blockNumber: block.number });
  assert.equal(keccak256(fresh.accountProof[0]), block.stateRoot);
});

await check('block tags: safe is what signers attested, finalized what L1 has', async () => {
  await assert.rejects(client.getBlock({ blockTag: 'finalized' }), /finalized block not found/);
  const [first, second] = await Promise.all([1n, 2n].map((blockNumber) => client.getBlock({ blockNumber })));
  assert.equal(await overIpc('checkpoint_setAttested', ['0x2', second.hash]), true);
  assert.equal(await overIpc('checkpoint_setFinal', ['0x1', '0x1', first.hash]), true);
  const [earliest, finalized, safe, latest, pending] = await Promise.all(
    ['earliest', 'finalized', 'safe', 'latest', 'pending'].map((blockTag) => client.getBlock({ blockTag })));
  assert.equal(earliest.number, 0n);
  assert.equal(finalized.hash, first.hash);
  assert.equal(safe.hash, second.hash);
  assert.ok(pending.number === null || pending.number >= latest.number);
});

await check('batched requests', async () => {
  const blocks = await Promise.all([1n, 2n, 3n].map((blockNumber) => batching.getBlock({ blockNumber, includeTransactions: true })));
  assert.deepEqual(blocks.map((block) => block.number), [1n, 2n, 3n]);
  assert.equal(blocks[1].parentHash, blocks[0].hash);
});

await check("EIP-7702: an account takes on a contract's code and lets it go again", async () => {
  const authority = privateKeyToAccount(generatePrivateKey());
  const delegate = async (contractAddress) => {
    const authorization = await wallet.signAuthorization({ account: authority, contractAddress });
    return wait(await wallet.sendTransaction({ to: stranger, value: 1n, authorizationList: [authorization] }));
  };
  const receipt = await delegate(address);
  assert.deepEqual([receipt.status, receipt.type], ['success', 'eip7702']);
  assert.equal(await client.getCode({ address: authority.address }), `0xef0100${address.slice(2).toLowerCase()}`);
  assert.equal(await client.readContract({ address: authority.address, abi: token.abi, functionName: 'decimals' }), 18);
  const sent = await client.getTransaction({ hash: receipt.transactionHash });
  assert.equal(sent.authorizationList[0].address.toLowerCase(), address.toLowerCase());
  assert.equal((await delegate('0x0000000000000000000000000000000000000000')).status, 'success');
  assert.equal(await client.getCode({ address: authority.address }), undefined);
  assert.equal(await client.getTransactionCount({ address: authority.address }), 2);
});

await check('newHeads and logs over WebSocket', async () => {
  const live = createPublicClient({ chain, transport: webSocket(ws) });
  const heads = [];
  const stops = [];
  const enough = new Promise((resolve, reject) => {
    stops.push(live.watchBlocks({ onBlock: (block) => heads.push(block.number) === 3 && resolve(), onError: reject }));
  });
  const log = new Promise((resolve, reject) => {
    stops.push(live.watchContractEvent({ address, abi: token.abi, eventName: 'Approval', onLogs: (logs) => resolve(logs[0]), onError: reject }));
  });
  await live.getBlockNumber(); // the subscriptions were sent before this on the same connection
  const hash = await wallet.writeContract({ address, abi: token.abi, functionName: 'approve', args: [stranger, 5n] });
  assert.equal((await within(20_000, log, 'an Approval event')).transactionHash, hash);
  await within(20_000, enough, 'three heads');
  assert.ok(heads[2] > heads[0]);
  for (const stop of stops) stop();
  (await live.transport.getRpcClient()).close();
});

process.exit();
