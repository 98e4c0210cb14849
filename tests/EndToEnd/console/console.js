// The console as its users see it: every page, and assets over the bridge and back, by clicks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { JsonRpcProvider, Wallet, parseEther } from 'ethers';
import { checkAccess, keep, openBrowser, openPage, visit } from './browser.js';
import { ScriptedWallet } from './wallet.js';

const sidechain = new JsonRpcProvider(process.env.POA_SIDECHAIN);
const l1 = new JsonRpcProvider(process.env.POA_L1);
const password = readFileSync(process.env.POA_PASSWORD_FILE, 'utf8').trim();
const { privateKey } = await Wallet.fromEncryptedJson(readFileSync(process.env.POA_KEYSTORE, 'utf8'), password);
const browser = await openBrowser();
const wrong = [];

async function pages() {
  const page = await openPage(browser);
  await visit(page, '/');
  const head = () => page.locator('#head').innerText();
  const first = Number(await head());
  await page.waitForFunction(number => Number(document.querySelector('#head').textContent) > number, first);
  assert.match(await page.locator('.notice').first().innerText(), /signers seal/);
  assert.equal(await page.locator('.round li').count(), (await sidechain.send('clique_getSigners', [])).length);
  assert.ok(await page.locator('.line li').count() > 0, 'checkpoints are drawn');

  const [mined] = await sidechain.send('eth_getLogs', [{ address: '0x000000000000000000000000000000000ca10004', fromBlock: '0x0', toBlock: 'latest' }]);
  const paths = ['/', '/signers', '/blocks', `/block/${Number(mined.blockNumber)}`, `/tx/${mined.transactionHash}`, `/account/${mined.address}`, '/tokens', '/bridge'];
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    for (const path of paths) {
      await visit(page, path);
      const name = `${path.split('/')[1] || 'overview'}-${theme}`;
      wrong.push(...await checkAccess(page, name));
      await keep(page, name);
    }
  }

  await visit(page, `/tx/${mined.transactionHash}`);
  await page.locator('main', { hasText: 'WithdrawalAppended(' }).waitFor();
  await page.locator('.tree', { hasText: 'append(' }).waitFor();

  await visit(page, '/tokens');
  const token = page.locator('#tokens tbody tr', { hasText: 'PLAY' });
  await token.waitFor();
  assert.match(await token.innerText(), /Play Money[\s\S]*0x[0-9a-fA-F]{40}[\s\S]*18[\s\S]*800[\s\S]*800/);

  // By keyboard alone: the search is reached with Tab (backwards: a new page begins at its heading) and answers to Enter.
  await visit(page, '/');
  for (let i = 0; i < 12 && !await page.locator('input[type=search]').evaluate(input => input === document.activeElement); i++) {
    await page.keyboard.press('Shift+Tab');
  }
  assert.ok(await page.locator('input[type=search]').evaluate(input => input === document.activeElement), 'the search is reached by keyboard');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await page.waitForURL(/block\/3$/);
  await page.locator('h1', { hasText: 'Block 3' }).waitFor();
  await page.locator('input[type=search]').fill('nothing of the kind');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  wrong.push(...page.problems);

  const phone = await openPage(browser, { viewport: { width: 390, height: 800 }, isMobile: true });
  await visit(phone, '/');
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= 390), 'a phone need not scroll sideways');
  await keep(phone, 'overview-phone');
  wrong.push(...phone.problems);
}

async function bridge() {
  const { chainId } = await l1.getNetwork();
  const wallet = new ScriptedWallet(privateKey, process.env.POA_L1, chainId, process.env.POA_SIDECHAIN);
  const page = await openPage(browser);
  await wallet.putInto(page);
  await visit(page, '/bridge');
  await page.locator('#connect').click();
  const amount = page.locator('#amount');
  const said = page.getByRole('status');
  const transfers = page.locator('#transfers > li');
  const held = async place => parseEther(await page.locator(place).innerText());
  const holds = (place, wei) => page.waitForFunction(([id, text]) => document.querySelector(id)?.textContent === text, [place, wei]);
  await amount.waitFor();
  const before = await transfers.count();

  async function enter(text, button) {
    await amount.fill(text);
    await page.locator(button).click();
  }

  await enter('1.0000000000000000001', '#deposit');
  await said.filter({ hasText: '18 digits' }).waitFor();
  await enter('1000000', '#deposit');
  await said.filter({ hasText: 'You hold' }).waitFor();
  wallet.switches = false;
  await enter('0.000000000000000001', '#withdraw');
  await said.filter({ hasText: 'Nothing was sent' }).waitFor();
  assert.equal(wallet.sent, 0, 'nothing was signed for a wrong amount or network');
  wallet.switches = true;

  const onSidechain = await held('#on-sidechain');
  await enter('0.250000000000000001', '#deposit');
  await said.filter({ hasText: 'Deposited 0.250000000000000001 ETH' }).waitFor();
  await page.waitForFunction(count => document.querySelectorAll('#transfers > li').length > count, before);
  await transfers.first().and(page.locator('[data-state=Credited]')).waitFor();
  assert.equal(await sidechain.getBalance(new Wallet(privateKey).address), onSidechain + parseEther('0.250000000000000001'));

  await enter('0.1', '#withdraw');
  await said.filter({ hasText: 'Withdrew 0.1 ETH' }).waitFor();
  const withdrawal = page.locator('#transfers > li', { hasText: 'Withdrawal' }).first();
  await withdrawal.and(page.locator('[data-state=Claimable]')).waitFor();
  await keep(page, 'bridge-claimable');
  const vaultBefore = await l1.getBalance(process.env.POA_VAULT);
  await withdrawal.getByRole('button', { name: 'Claim' }).click();
  await withdrawal.and(page.locator('[data-state=Claimed]')).waitFor();
  assert.equal(vaultBefore - await l1.getBalance(process.env.POA_VAULT), parseEther('0.1'));

  await page.locator('#token').fill(process.env.POA_TOKEN);
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.locator('th', { hasText: 'PLAY' }).waitFor();
  const tokens = await held('#on-sidechain');
  await enter('12.5', '#deposit');
  await said.filter({ hasText: 'Deposited 12.5 PLAY' }).waitFor();
  await holds('#on-sidechain', String(Number(tokens) / 1e18 + 12.5));
  await keep(page, 'bridge-token');
  wrong.push(...await checkAccess(page, 'bridge'), ...page.problems);
}

try {
  await pages();
  await bridge();
  assert.deepEqual(wrong, [], 'errors on the console, or elements that axe refuses');
  console.log('The console works.');
} finally {
  await browser.close();
  sidechain.destroy();
  l1.destroy();
}
