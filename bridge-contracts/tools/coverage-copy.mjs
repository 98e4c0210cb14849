// Fits a copy of src/ to code without optimisation, which coverage needs: node tools/coverage-copy.mjs OUT SOURCES. The hashes of the
// mirrors' creation code become those of the mirrors in the folder OUT, and a mirror of a token may cost more gas to create.
import { readFileSync, writeFileSync } from 'node:fs';
import { keccak256 } from 'ethers';

const [out, sources] = process.argv.slice(2);
const hashOf = (name) => keccak256(JSON.parse(readFileSync(`${out}/${name}.sol/${name}.json`, 'utf8')).bytecode.object);

/** Replaces what must be there, or says that it is not. */
function replace(path, pattern, replacement) {
  const text = readFileSync(path, 'utf8');
  const replaced = text.replace(pattern, replacement);
  if (replaced === text) throw new Error(`${path} has nothing like ${pattern}`);
  writeFileSync(path, replaced);
}

for (const [file, constant, mirror] of [
  ['MirrorAddress', 'INIT_CODE_HASH', 'MirrorERC20'],
  ['NftMirrorAddress', 'ERC721_INIT_CODE_HASH', 'MirrorERC721'],
  ['NftMirrorAddress', 'ERC1155_INIT_CODE_HASH', 'MirrorERC1155'],
  ['HomeMirrorAddress', 'INIT_CODE_HASH', 'HomeMirror'],
  ['HomeNftMirrorAddress', 'ERC721_INIT_CODE_HASH', 'HomeMirrorERC721'],
  ['HomeNftMirrorAddress', 'ERC1155_INIT_CODE_HASH', 'HomeMirrorERC1155'],
]) {
  replace(`${sources}/libraries/${file}.sol`, new RegExp(`( ${constant} = )0x[0-9a-f]{64}`), `$1${hashOf(mirror)}`);
}
replace(`${sources}/l2/Inbox.sol`, 'ERC20_GAS = 2_000_000', 'ERC20_GAS = 4_000_000');
