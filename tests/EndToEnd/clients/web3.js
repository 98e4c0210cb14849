// web3.js as an application uses it. It knows no EIP-7702 transactions: those are sent by viem and ethers.
import { Web3 } from 'web3';
import { artifact, assert, check, http, key, within, ws } from './checks.js';

const web3 = new Web3(new Web3.providers.HttpProvider(http));
web3.eth.transactionPollingInterval = 200;
const account = web3.eth.accounts.wallet.add(key)[0].address;
const { abi, bytecode } = artifact('TestToken');
const stranger = web3.utils.toChecksumAddress('0x00000000000000000000000000000000000000dd');
const send = (transaction) => within(20_000, web3.eth.sendTransaction({ from: account, to: stranger, value: 1n, gas: 60_000n, ...transaction }), 'a receipt');
const failure = (promise) => Promise.resolve(promise).then(() => undefined, (error) => error);
const chainOf = (error) => (error ? [error, ...chainOf(error.cause ?? error.innerError)] : []);
const told = (error) => chainOf(error).map((one) => one.message).join(': ');
let token;

await check('chain id, network id, client version', async () => {
  assert.equal(await web3.eth.getChainId(), 1337n);
  assert.equal(await web3.eth.net.getId(), 1337n);
  assert.match(await web3.eth.getNodeInfo(), /^PoaSidechain\//);
});

await check('legacy, access-list and dynamic-fee transactions', async () => {
  const gasPrice = await web3.eth.getGasPrice();
  const before = await web3.eth.getBalance(stranger);
  const receipts = [
    await send({ type: '0x0', gasPrice }),
    await send({ type: '0x1', gasPrice, accessList: [{ address: stranger, storageKeys: [] }] }),
    await send({ type: '0x2', maxFeePerGas: gasPrice * 2n, maxPriorityFeePerGas: gasPrice / 10n }),
  ];
  assert.deepEqual(receipts.map((receipt) => receipt.type), [0n, 1n, 2n]);
  assert.deepEqual(receipts.map((receipt) => receipt.status), [1n, 1n, 1n]);
  assert.equal(await web3.eth.getBalance(stranger), before + 3n);
  const sent = await web3.eth.getTransaction(receipts[1].transactionHash);
  assert.equal(sent.accessList[0].address.toLowerCase(), stranger.toLowerCase());
});

await check('deploy, call, send, event in the receipt and by getPastEvents', async () => {
  token = await within(20_000, new web3.eth.Contract(abi).deploy({ data: bytecode, arguments: ['Tin', 'TIN'] }).send({ from: account }), 'the contract');
  assert.equal(await token.methods.symbol().call(), 'TIN');
  const receipt = await within(20_000, token.methods.mint(account, 700n).send({ from: account }), 'mint');
  assert.equal(receipt.events.Transfer.returnValues.value, 700n);
  const events = await token.getPastEvents('Transfer', { fromBlock: receipt.blockNumber, toBlock: 'latest', filter: { to: account } });
  assert.deepEqual(events.map((event) => event.returnValues.value), [700n]);
});

await check('a log filter polled by hand', async () => {
  const filter = await web3.eth.requestManager.send({ method: 'eth_newFilter', params: [{ address: token.options.address }] });
  await token.methods.transfer(stranger, 3n).send({ from: account });
  const changes = await web3.eth.requestManager.send({ method: 'eth_getFilterChanges', params: [filter] });
  assert.deepEqual(changes.map((log) => BigInt(log.data)), [3n]);
});

await check('a revert is decoded for a call, and its data come with a refused estimate', async () => {
  const call = chainOf(await failure(token.methods.mint(stranger, 1n).call({ from: stranger })));
  assert.ok(call.some((error) => error.errorName === 'OnlyMinter'), told(call[0]));
  const estimate = chainOf(await failure(token.methods.mint(stranger, 1n).estimateGas({ from: stranger })));
  const selector = web3.utils.keccak256('OnlyMinter(address)').slice(0, 10);
  assert.ok(estimate.some((error) => `${error.data}`.startsWith(selector)), told(estimate[0]));
});

await check('a failed transaction is told by its receipt', async () => {
  const error = await failure(token.methods.transfer(stranger, 10n ** 30n).send({ from: account, gas: '100000', checkRevertBeforeSending: false }));
  assert.equal(error?.receipt?.status, 0n, `${error}`);
});

await check('a used nonce and too little money are refused', async () => {
  assert.match(told(await failure(send({ nonce: 0n }))), /nonce too low/);
  const poor = web3.eth.accounts.create();
  const signed = await poor.signTransaction({ to: stranger, value: 1n, gas: 21_000n, gasPrice: await web3.eth.getGasPrice(), nonce: 0n, chainId: 1337n });
  const sent = web3.eth.sendSignedTransaction(signed.rawTransaction, undefined, { checkRevertBeforeSending: false });
  assert.match(told(await failure(sent)), /insufficient funds/);
});

await check('fee history, proof, storage', async () => {
  const history = await web3.eth.getFeeHistory(4n, 'latest', [50]);
  assert.equal(history.baseFeePerGas.length, 5);
  const proof = await web3.eth.getProof(token.options.address, [web3.utils.padLeft('0x2', 64)], 'latest');
  assert.equal(BigInt(proof.storageProof[0].value), 700n);
  assert.equal(BigInt(await web3.eth.getStorageAt(token.options.address, 2n)), 700n);
});

await check('a batch', async () => {
  const batch = new web3.BatchRequest();
  const answers = [1, 2, 3].map((number) => batch.add({ method: 'eth_getBlockByNumber', params: [web3.utils.toHex(number), false] }));
  await batch.execute();
  const blocks = await Promise.all(answers);
  assert.equal(blocks[1].parentHash, blocks[0].hash);
  assert.equal(blocks[2].parentHash, blocks[1].hash);
});

await check('heads, logs and pending transactions over WebSocket', async () => {
  const live = new Web3(new Web3.providers.WebsocketProvider(ws));
  const heads = await live.eth.subscribe('newHeads');
  const pending = await live.eth.subscribe('newPendingTransactions');
  const contract = new live.eth.Contract(abi, token.options.address);
  const approvals = contract.events.Approval();
  const numbers = [];
  const threeHeads = new Promise((resolve) => heads.on('data', (header) => numbers.push(header.number) === 3 && resolve()));
  const hash = new Promise((resolve) => pending.on('data', resolve));
  const approval = new Promise((resolve, reject) => { approvals.on('data', resolve); approvals.on('error', reject); });
  await new Promise((resolve) => approvals.on('connected', resolve));
  const receipt = await token.methods.approve(stranger, 11n).send({ from: account });
  assert.equal((await within(20_000, approval, 'an Approval event')).returnValues.value, 11n);
  assert.equal(await within(20_000, hash, 'a pending transaction'), receipt.transactionHash);
  await within(20_000, threeHeads, 'three heads');
  assert.ok(numbers[2] > numbers[0]);
  live.provider.disconnect();
});

process.exit();
