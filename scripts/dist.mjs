// dist/zhifa/: the folder that a portal copies, as an npm package without any script of its own.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sizeOf } from './size.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist/zhifa');

const { status, stdout } = spawnSync(
  'cargo',
  ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'wasm32-unknown-unknown'],
  { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
);
if (status !== 0) process.exit(1);
const metadata = JSON.parse(stdout);
const packages = new Map(metadata.packages.map((each) => [each.id, each]));
const own = packages.get(metadata.resolve.root);

/** The crates whose code is in the download: those reached by plain dependencies, macros and build scripts apart. */
function linked() {
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id) || packages.get(id).targets.some((each) => each.kind.includes('proc-macro'))) return;
    seen.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  visit(own.id);
  seen.delete(own.id);
  return [...seen].map((id) => packages.get(id)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The notices that their licences ask a copy to carry; a text that several share stands once. */
function notices() {
  const texts = new Map();
  for (const each of linked()) {
    const folder = dirname(each.manifest_path);
    const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|copyright)/i.test(name));
    // Of a choice, the shorter text: MIT. What is joined to it by AND stays.
    const mit = files.some((name) => /mit/i.test(name));
    const chosen = files.filter((name) => !mit || /mit/i.test(name) || (/ AND /.test(each.license) && !/apache/i.test(name)));
    for (const name of chosen) {
      const text = readFileSync(join(folder, name), 'utf8').trim();
      texts.set(text, [...(texts.get(text) ?? []), `${each.name} ${each.version} (${each.license})`]);
    }
    if (!chosen.length) texts.set(`${each.license}, by ${each.authors.join(', ')}`, [`${each.name} ${each.version}`]);
  }
  return [...texts].map(([text, crates]) => `${crates.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(72)}\n\n`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const www = ['pkg/zhifa.js', 'pkg/zhifa_bg.wasm', 'pkg/zhifa.d.ts', 'pkg/reckoner.js', 'pkg/reckoner_bg.wasm', 'pkg/reckoner.d.ts', 'zhifa-check.js', 'zhifa-check.css', 'handbook.json'];
for (const name of www) cpSync(join(root, 'www', name), join(out, name));
cpSync(join(root, 'www/handbook'), join(out, 'handbook'), { recursive: true });
for (const name of ['README.md', 'README.zh-CN.md', 'LICENSE-MIT', 'LICENSE-APACHE']) cpSync(join(root, name), join(out, name));
// The READMEs show it.
if (existsSync(join(root, 'docs/screenshot.png'))) cpSync(join(root, 'docs/screenshot.png'), join(out, 'docs/screenshot.png'));
writeFileSync(join(out, 'NOTICES.txt'), notices());
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify(
    {
      name: own.name,
      version: own.version,
      description: own.description,
      license: own.license,
      type: 'module',
      exports: {
        '.': { types: './pkg/zhifa.d.ts', default: './pkg/zhifa.js' },
        './zhifa_bg.wasm': './pkg/zhifa_bg.wasm',
      './reckoner': { types: './pkg/reckoner.d.ts', default: './pkg/reckoner.js' },
        './check': './zhifa-check.js',
        './check.css': './zhifa-check.css',
        './handbook.json': './handbook.json',
        './package.json': './package.json',
      },
      sideEffects: ['./zhifa-check.js', './zhifa-check.css'],
    },
    null,
    2,
  )}\n`,
);

console.log('dist/zhifa/'.padEnd(20) + ['raw', 'gzip', 'brotli'].map((word) => word.padStart(9)).join(''));
for (const name of www) {
  const { raw, gzip, brotli } = sizeOf(join(out, name));
  console.log(name.padEnd(20) + [raw, gzip, brotli].map((n) => String(n).padStart(9)).join(''));
}
