// ethers as an application uses it.
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet, WebSocketProvider, isError, keccak256, parseEther } from 'ethers';
import { artifact, assert, check, http, key, within, ws } from './checks.js';

const provider = new JsonRpcProvider(http, undefined, { pollingInterval: 200 });
const wallet = new Wallet(key, provider);
const { abi, bytecode } = artifact('TestToken');
const stranger = '0x00000000000000000000000000000000000000bb';
let token;

await check('network', async () => {
  assert.equal((await provider.getNetwork()).chainId, 1337n);
});

await check('transfer and wait', async () => {
  const receipt = await (await wallet.sendTransaction({ to: stranger, value: parseEther('0.25') })).wait(1, 20_000);
  assert.equal(receipt.status, 1);
  assert.equal(await provider.getBalance(stranger), parseEther('0.25'));
});

await check('deploy, call, send, event', async () => {
  token = await new ContractFactory(abi, bytecode, wallet).deploy('Silver', 'SLV');
  await token.waitForDeployment();
  assert.equal(await token.name(), 'Silver');
  const receipt = await (await token.mint(wallet.address, 500n)).wait(1, 20_000);
  assert.equal(receipt.logs[0].fragment.name, 'Transfer');
  const events = await token.queryFilter(token.filters.Transfer(null, wallet.address), receipt.blockNumber);
  assert.deepEqual(events.map((event) => event.args.value), [500n]);
});

await check('an event listener hears', async () => {
  const heard = new Promise((resolve) => token.once('Approval', (owner, spender, value) => resolve(value)));
  await provider.getBlockNumber();
  await (await token.approve(stranger, 9n)).wait(1, 20_000);
  assert.equal(await within(20_000, heard, 'Approval'), 9n);
});

await check('a revert is decoded for call and estimate', async () => {
  const foreign = new Contract(await token.getAddress(), abi, provider);
  for (const attempt of [foreign.mint.staticCall, foreign.mint.estimateGas]) {
    const error = await attempt(stranger, 1n, { from: stranger }).then(() => undefined, (e) => e);
    assert.ok(isError(error, 'CALL_EXCEPTION'), `${error}`);
    assert.equal(foreign.interface.parseError(error.data)?.name, 'OnlyMinter', error.message); // ethers itself names it for calls only
  }
});

await check("EIP-7702: an account takes on a contract's code and lets it go again", async () => {
  const authority = Wallet.createRandom(provider);
  const delegate = async (address) => {
    const authorization = await authority.authorize({ address });
    return (await wallet.sendTransaction({ type: 4, to: stranger, value: 1n, authorizationList: [authorization] })).wait(1, 20_000);
  };
  const receipt = await delegate(await token.getAddress());
  assert.deepEqual([receipt.status, receipt.type], [1, 4]);
  assert.equal(await provider.getCode(authority.address), `0xef0100${(await token.getAddress()).slice(2).toLowerCase()}`);
  assert.equal(await new Contract(authority.address, abi, provider).decimals(), 18n);
  const sent = await provider.getTransaction(receipt.hash);
  assert.equal(sent.authorizationList[0].address, await token.getAddress());
  assert.equal((await delegate('0x0000000000000000000000000000000000000000')).status, 1);
  assert.equal(await provider.getCode(authority.address), '0x');
});

await check('a failed transaction is told by wait', async () => {
  const sent = await token.transfer(stranger, 10n ** 30n, { gasLimit: 100_000 });
  const error = await sent.wait(1, 20_000).then(() => undefined, (e) => e);
  assert.ok(isError(error, 'CALL_EXCEPTION'), `${error}`);
  assert.equal(error.receipt.status, 0);
});

await check('a nonce manager sends in a row', async () => {
  const manager = new NonceManager(wallet);
  const sent = await Promise.all([1, 2, 3, 4, 5].map(() => manager.sendTransaction({ to: stranger, value: 1n, gasLimit: 21_000 })));
  const receipts = await Promise.all(sent.map((transaction) => transaction.wait(1, 20_000)));
  assert.deepEqual(receipts.map((receipt) => receipt.status), Array(5).fill(1));
});

await check('a used nonce is refused with its error code', async () => {
  const error = await wallet.sendTransaction({ to: stranger, value: 1n, nonce: 0, gasLimit: 21_000 }).then(() => undefined, (e) => e);
  assert.ok(isError(error, 'NONCE_EXPIRED'), `${error}`);
});

await check('too little money is refused with its error code', async () => {
  const poor = new Wallet(keccak256('0x01'), provider);
  const error = await poor.sendTransaction({ to: stranger, value: 1n, gasLimit: 21_000 }).then(() => undefined, (e) => e);
  assert.ok(isError(error, 'INSUFFICIENT_FUNDS'), `${error}`);
});

await check('legacy and access-list transactions', async () => {
  const legacy = await (await wallet.sendTransaction({ to: stranger, value: 1n, type: 0 })).wait(1, 20_000);
  assert.equal(legacy.type, 0);
  const listed = await (await wallet.sendTransaction({ to: stranger, value: 1n, type: 1, accessList: [{ address: stranger, storageKeys: [] }] })).wait(1, 20_000);
  assert.equal(listed.type, 1);
});

await check('fee data, fee history, storage and proof', async () => {
  const fees = await provider.getFeeData();
  assert.ok(fees.maxFeePerGas > 0n && fees.gasPrice > 0n);
  const history = await provider.send('eth_feeHistory', ['0x4', 'latest', [50]]);
  assert.equal(history.gasUsedRatio.length, 4);
  const address = await token.getAddress();
  assert.equal(BigInt(await provider.getStorage(address, 2)), 500n);
  const proof = await provider.send('eth_getProof', [address, ['0x2'], 'latest']);
  assert.equal(BigInt(proof.storageProof[0].value), 500n);
});

await check('block tags and full blocks', async () => {
  const [finalized, safe, latest] = await Promise.all(['finalized', 'safe', 'latest'].map((tag) => provider.getBlock(tag)));
  assert.ok(finalized.number <= safe.number && safe.number <= latest.number);
  const block = await provider.getBlock((await provider.getTransactionReceipt(token.deploymentTransaction().hash)).blockNumber, true);
  assert.ok(block.prefetchedTransactions.some((transaction) => transaction.hash === token.deploymentTransaction().hash));
});

await check('blocks and pending transactions over WebSocket', async () => {
  const live = new WebSocketProvider(ws);
  const numbers = [];
  const blocks = new Promise((resolve) => live.on('block', (number) => numbers.push(number) === 2 && resolve()));
  const pending = new Promise((resolve) => live.on('pending', resolve));
  await live.getBlockNumber();
  const sent = await wallet.sendTransaction({ to: stranger, value: 1n });
  assert.equal(await within(20_000, pending, 'a pending transaction'), sent.hash);
  await within(20_000, blocks, 'two blocks');
  await sent.wait(1, 20_000);
  await live.destroy();
});

process.exit();
