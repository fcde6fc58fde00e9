// What a page downloads, and the bounds on it: `node scripts/size.mjs`. Exit 1 when a build is over its ceiling.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Builds of the core (WebAssembly and its glue), in bytes of brotli: what each ought to take, and what it must not pass, a ratchet that is
 * raised only for what is newly ruled or newly read.
 */
const BUILDS = {
  all: { holds: 'every family', goal: 220_000, ceiling: 253_500 },
  penalty: { holds: 'one family', goal: 90_000, ceiling: 146_500 },
  none: { holds: 'the code alone', goal: 60_000, ceiling: 103_700 },
};

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

const root = fileURLToPath(new URL('..', import.meta.url));

const target = process.env.CARGO_TARGET_DIR ?? `${root}/target`;

/** The build for old kernels may take this much more than the modern one. */
const LEGACY_RATIO = 1.3;

/** The folder of the build for old kernels, made when it is not there. */
function legacy() {
  const folder = `${target}/builds/legacy`;
  if (!existsSync(`${folder}/zhifa_bg.wasm`)) {
    const { status } = spawnSync(`${root}/scripts/build-wasm.sh`, [folder, 'all', 'legacy'], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) process.exit(1);
  }
  return folder;
}

/** The folder of a build; those of some families are made when they are asked for. */
function built(name) {
  if (name === 'all') return `${root}/www/pkg`;
  const folder = `${target}/builds/${name}`;
  const { status } = spawnSync(`${root}/scripts/build-wasm.sh`, [folder, name], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(1);
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const line = (name, ...numbers) => console.log(name.padEnd(18) + numbers.map((n) => String(n).padStart(9)).join(''));
  line('bytes', 'raw', 'gzip', 'brotli');
  for (const name of ['pkg/zhifa_bg.wasm', 'pkg/zhifa.js', 'pkg/reckoner_bg.wasm', 'pkg/reckoner.js', 'zhifa-check.js', 'zhifa-check.css', 'handbook.json', 'sheet/zhifa_bg.wasm', 'sheet.js']) {
    const file = `${root}/www/${name}`;
    if (existsSync(file)) line(name, ...Object.values(sizeOf(file)));
  }
  for (const [name, { holds, goal, ceiling }] of Object.entries(BUILDS)) {
    const { brotli } = total(core(built(name)));
    const verdict = brotli > goal ? `over the goal of ${goal} by ${brotli - goal}` : `within the goal of ${goal}`;
    console.log(`the core with ${holds} takes ${brotli} bytes in brotli: ${verdict}, ceiling ${ceiling}`);
    if (brotli > ceiling) {
      console.error(`size: that is ${brotli - ceiling} bytes over its ceiling`);
      process.exitCode = 1;
    }
  }
  // As they are shipped: the legacy script has its WebAssembly and the element inside, so the element counts on both sides.
  const script = `${root}/dist/zhifa/zhifa.legacy.js`;
  const pairs = [['the core', total(core(legacy())).brotli, total(core(built('all'))).brotli]];
  if (existsSync(script)) pairs.push(['zhifa.legacy.js', sizeOf(script).brotli, total([...core(built('all')), `${root}/www/zhifa-check.js`]).brotli]);
  for (const [what, old, now] of pairs) {
    console.log(`${what} for old kernels takes ${old} bytes in brotli, ${(old / now).toFixed(3)} times the modern one; ceiling ${LEGACY_RATIO}`);
    if (old > LEGACY_RATIO * now) process.exitCode = 1;
  }
}
