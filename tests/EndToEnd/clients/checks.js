// What all scripts share: where the node is, and one printed line for each check.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import assert from 'node:assert/strict';

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const http = setting('POA_HTTP');
export const ws = setting('POA_WS');
export const key = setting('POA_KEY');

export function artifact(name) {
  const { abi, bytecode } = JSON.parse(readFileSync(join(setting('POA_ARTIFACTS'), `${name}.json`), 'utf8'));
  return { abi, bytecode };
}

export function cast() {
  return setting('POA_CAST');
}

/** One request over the Unix socket, as the checkpointer sends it. */
export function overIpc(method, params) {
  return new Promise((resolve, reject) => {
    const socket = connect(setting('POA_IPC'));
    let text = '';
    socket.on('error', reject);
    socket.on('connect', () => socket.write(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
    socket.on('data', (part) => {
      text += part;
      let answer;
      try {
        answer = JSON.parse(text);
      } catch {
        return; // not yet all of it
      }
      socket.destroy();
      answer.error ? reject(new Error(answer.error.message)) : resolve(answer.result);
    });
  });
}

/** Runs a check and prints how it ended; the script's exit code tells whether all were good. */
export async function check(name, run) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

/** An answer within a time, or a failure that says what did not come. */
export async function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export { assert };
