// What a page downloads, and the bounds on it: `node scripts/size.mjs [--json]`. Exit 1 when the core is over its ceiling.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes of brotli that the core (WebAssembly and its glue) ought to take. */
const CORE_GOAL = 60_000;

/** Bytes of brotli that it must not pass: a ratchet, only ever lowered, until it meets the goal. */
const CORE_CEILING = 152_000;

/** The bytes of `file`: raw, gzip at level 9, brotli at quality 11. */
export function sizeOf(file) {
  const raw = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
  return { raw: raw.length, gzip: gzipSync(raw, { level: 9 }).length, brotli: brotliCompressSync(raw, { params }).length };
}

/** The sizes of several files together, each compressed by itself as a server does. */
export function total(files) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) for (const [key, bytes] of Object.entries(sizeOf(file))) sum[key] += bytes;
  return sum;
}

/** The core in a folder that build-wasm.sh filled. */
export const core = (folder) => ['zhifa_bg.wasm', 'zhifa.js'].map((name) => `${folder}/${name}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const www = fileURLToPath(new URL('../www', import.meta.url));
  const parts = { core: core(`${www}/pkg`), 'zhifa_bg.wasm': [`${www}/pkg/zhifa_bg.wasm`], 'zhifa.js': [`${www}/pkg/zhifa.js`] };
  for (const name of ['zhifa-check.js', 'zhifa-check.css', 'handbook.json']) {
    if (existsSync(`${www}/${name}`)) parts[name] = [`${www}/${name}`];
  }
  const sizes = Object.fromEntries(Object.entries(parts).map(([name, files]) => [name, total(files)]));
  const { brotli } = sizes.core;
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ goal: CORE_GOAL, ceiling: CORE_CEILING, ...sizes }));
  } else {
    const line = (name, a, b, c) => console.log(name.padEnd(18) + [a, b, c].map((n) => String(n).padStart(9)).join(''));
    line('bytes', 'raw', 'gzip', 'brotli');
    for (const [name, s] of Object.entries(sizes)) line(name, s.raw, s.gzip, s.brotli);
    const goal = brotli > CORE_GOAL ? `over the goal of ${CORE_GOAL} by ${brotli - CORE_GOAL}` : `within the goal of ${CORE_GOAL}`;
    console.log(`the core takes ${brotli} bytes in brotli: ${goal}, ceiling ${CORE_CEILING}`);
  }
  if (brotli > CORE_CEILING) {
    console.error(`size: the core is ${brotli - CORE_CEILING} bytes over its ceiling`);
    process.exitCode = 1;
  }
}
