// A wallet by EIP-1193, scripted: it holds one key, knows the L1 at first, and does what a careful wallet does.
import { JsonRpcProvider, Wallet, toQuantity } from 'ethers';

export class ScriptedWallet {
  constructor(key, l1, l1Id, sidechain) {
    this.key = key;
    this.networks = new Map([[toQuantity(l1Id), l1]]);
    this.offered = sidechain; // added only when the page asks for it (EIP-3085)
    this.chain = toQuantity(l1Id);
    this.switches = true;
    this.sent = 0;
  }

  async putInto(page) {
    await page.exposeFunction('scriptedWallet', (method, params) => this.answer(method, params ?? []));
    await page.addInitScript(() => {
      window.ethereum = {
        request: async ({ method, params }) => {
          const { result, error } = await window.scriptedWallet(method, params);
          if (error) throw Object.assign(new Error(error.message), { code: error.code });
          return result;
        },
      };
    });
  }

  async answer(method, [first]) {
    switch (method) {
      case 'eth_requestAccounts': return { result: [new Wallet(this.key).address] };
      case 'eth_chainId': return { result: this.chain };
      case 'wallet_switchEthereumChain':
        if (!this.networks.has(first.chainId)) return { error: { code: 4902, message: 'Unrecognized chain ID' } };
        if (this.switches) this.chain = first.chainId;
        return { result: null };
      case 'wallet_addEthereumChain':
        this.networks.set(first.chainId, this.offered);
        if (this.switches) this.chain = first.chainId;
        return { result: null };
      case 'eth_sendTransaction': {
        this.sent++;
        const provider = new JsonRpcProvider(this.networks.get(this.chain));
        const { hash } = await new Wallet(this.key, provider).sendTransaction({ to: first.to, value: first.value, data: first.data });
        provider.destroy();
        return { result: hash };
      }
      default: return { error: { code: 4200, message: `${method} is not supported` } };
    }
  }
}
