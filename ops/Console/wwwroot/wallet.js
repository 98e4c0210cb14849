// The browser's wallet (EIP-1193). Errors are answers: the server decides what to say.
export async function request(method, params) {
  if (!window.ethereum) return { error: 'There is no wallet in this browser (EIP-1193).' };
  try {
    return { result: await window.ethereum.request({ method, params }) };
  } catch (e) {
    return { error: e?.message ?? String(e), code: Number.isInteger(e?.code) ? e.code : 0 };
  }
}
