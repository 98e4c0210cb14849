#!/usr/bin/env node
// What is inside: a CycloneDX 1.5 list of the NuGet packages of both programs (exact versions and hashes, out of the lock files) and the system's libraries.
//   ops/packages/sbom VERSION > sbom.cdx.json
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const version = process.argv[2] ?? '0.0.0';
const packages = new Map();
for (const project of ['node/Node', 'checkpointer']) {
  const lock = JSON.parse(readFileSync(join(root, project, 'packages.lock.json'), 'utf8'));
  for (const [name, entry] of Object.values(lock.dependencies).flatMap(Object.entries)) {
    if (entry.type !== 'Project' && entry.resolved) packages.set(`${name}@${entry.resolved}`, { name, version: entry.resolved, hash: entry.contentHash });
  }
}
// Analyzers are no part of the programs.
const analyzers = /Analyzer/i;
const nuget = [...packages.values()].filter((p) => !analyzers.test(p.name)).sort((a, b) => a.name.localeCompare(b.name)).map((p) => ({
  type: 'library', 'bom-ref': `pkg:nuget/${p.name}@${p.version}`, name: p.name, version: p.version, purl: `pkg:nuget/${p.name}@${p.version}`,
  hashes: p.hash ? [{ alg: 'SHA-512', content: Buffer.from(p.hash, 'base64').toString('hex') }] : [],
}));
const native = [['libleveldb1d', 'LevelDB'], ['libsecp256k1-1', 'secp256k1'], ['libgmp10', 'GMP'], ['libssl3', 'OpenSSL']].map(([name, description]) => ({
  type: 'library', 'bom-ref': `pkg:deb/debian/${name}`, name, description: `${description}, of the system`, purl: `pkg:deb/debian/${name}`,
}));
const sdk = JSON.parse(readFileSync(join(root, 'global.json'), 'utf8')).sdk.version;
const components = [...nuget, ...native, { type: 'framework', 'bom-ref': 'dotnet', name: '.NET runtime and ASP.NET Core', description: `of SDK ${sdk}, inside the single files`, version: sdk }];
const digest = createHash('sha256').update(JSON.stringify([version, components])).digest('hex');
const serialNumber = `urn:uuid:${[digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-')}`;
console.log(JSON.stringify({
  bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber, version: 1,
  metadata: { component: { type: 'application', name: 'poasidechain', version, licenses: [{ license: { id: 'Apache-2.0' } }] } },
  components,
}, null, 1));
