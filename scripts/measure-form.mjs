// What one more form of thirty fields and ten rules adds to the download: builds the crate with scripts/probe/ and compares it
// with www/pkg. Exit 1 when that is over the budget.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { core, total } from './size.mjs';

/** Bytes of brotli that a form of thirty fields and ten rules may take. */
const FORM_BUDGET = 2_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'probe');
const crate = join(target, 'crate');

rmSync(crate, { recursive: true, force: true });
mkdirSync(crate, { recursive: true });
const copy = (from, to) => cpSync(join(root, from), join(crate, to), { recursive: true, preserveTimestamps: true });
for (const name of ['Cargo.toml', 'Cargo.lock', 'build', 'src', 'tests']) copy(name, name);
copy('scripts/probe', 'src');
// It is a family of its own, which the crate does not know.
const manifest = join(crate, 'Cargo.toml');
const text = readFileSync(manifest, 'utf8');
writeFileSync(manifest, text.replace('default = [', 'probe = []\ndefault = ["probe", '));
const pkg = join(target, 'pkg');
const built = spawnSync(join(root, 'scripts/build-wasm.sh'), [pkg], {
  env: { ...process.env, CARGO_TARGET_DIR: target, ZHIFA_CRATE: crate },
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) process.exit(1);

const [before, after] = [total(core(join(root, 'www/pkg'))), total(core(pkg))];
const grown = { raw: after.raw - before.raw, gzip: after.gzip - before.gzip, brotli: after.brotli - before.brotli };
console.log(`one more form of 30 fields and 10 rules: ${grown.raw} bytes raw, ${grown.gzip} gzip, ${grown.brotli} brotli of ${FORM_BUDGET}`);
if (grown.brotli > FORM_BUDGET) {
  console.error(`size: that form is ${grown.brotli - FORM_BUDGET} bytes over its budget`);
  process.exitCode = 1;
}
