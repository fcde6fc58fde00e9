// dist/zhifa/: the folder that a portal copies, as an npm package without any script of its own. Its parts and the variants of the engine
// are in package/; what each file is for stands in docs/EMBEDDING.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
// Bundles, lowers the syntax to what old kernels read, and writes the source maps.
import { build, transformSync } from 'esbuild';
import { pack } from '../package/packed.js';
import { sizeOf } from './size.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist/zhifa');
const parts = join(root, 'package');
const builds = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'builds');
const modern = join(root, 'www/pkg');
const legacy = join(builds, 'legacy');
/** Each has a build of its own: the folders of src/form. */
const families = readdirSync(join(root, 'src/form'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** The oldest kernels that the syntax is lowered to; what they lack of the library, the parts do without. */
const TARGET = ['chrome73', 'firefox78', 'safari14.1'];

const metadata = JSON.parse(
  execFileSync('cargo', ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'wasm32-unknown-unknown'], {
    cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'],
  }),
);
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

/** The npm packages that leave code of theirs in the bundles: esbuild's helpers, the runtime of wasm2js. */
const npm = ['binaryen', 'esbuild'].map((name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')));

/** The notices that their licences ask a copy to carry; a text that several share stands once. */
function notices() {
  const texts = new Map();
  const gather = (folder, { name, version, license, authors }) => {
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|copyright)/i.test(file));
    // Of a choice, the shorter text: MIT. What is joined to it by AND stays.
    const mit = files.some((file) => /mit/i.test(file));
    const chosen = files.filter((file) => !mit || /mit/i.test(file) || (/ AND /.test(license) && !/apache/i.test(file)));
    for (const file of chosen) {
      const text = readFileSync(join(folder, file), 'utf8').trim();
      texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${license})`]);
    }
    if (!chosen.length) texts.set(`${license}, by ${authors.join(', ')}`, [`${name} ${version}`]);
  };
  for (const each of linked()) gather(dirname(each.manifest_path), each);
  for (const each of npm) gather(join(root, 'node_modules', each.name), { ...each, authors: [`the authors of ${each.name}`] });
  return [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(72)}\n\n`);
}

/** What is in the package, as CycloneDX: the crates and npm packages with their registries' hashes, and Rust's own library. */
function sbom() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const checksums = new Map(
    [...lock.matchAll(/\[\[package\]\]\nname = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g)].map(([, name, version, sum]) => [`${name} ${version}`, sum]),
  );
  const installed = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const component = (type, name, version, license, hash) => {
    const purl = `pkg:${type}/${name}@${version}`;
    return { type: 'library', 'bom-ref': purl, name, version, ...(hash && { hashes: [hash] }), licenses: [{ expression: license.replace(/\//g, ' OR ') }], purl };
  };
  const crates = linked();
  const rustc = execFileSync('rustc', ['--version'], { encoding: 'utf8' }).split(' ')[1];
  const components = [
    ...crates.map(({ name, version, license }) => component('cargo', name, version, license, { alg: 'SHA-256', content: checksums.get(`${name} ${version}`) })),
    ...npm.map(({ name, version, license }) => {
      const sum = Buffer.from(installed[`node_modules/${name}`].integrity.replace('sha512-', ''), 'base64').toString('hex');
      return component('npm', name, version, license, { alg: 'SHA-512', content: sum });
    }),
    component('generic', 'rust-std', rustc, 'MIT OR Apache-2.0'),
  ];
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const refs = new Map(crates.map(({ id, name, version }) => [id, `pkg:cargo/${name}@${version}`]));
  const depends = (id) => nodes.get(id).deps.filter(({ pkg, dep_kinds }) => refs.has(pkg) && dep_kinds.some(({ kind }) => kind === null)).map(({ pkg }) => refs.get(pkg));
  const self = `pkg:npm/${own.name}@${own.version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'library', 'bom-ref': self, name: own.name, version: own.version, licenses: [{ expression: own.license }], purl: self },
    },
    components,
    dependencies: [
      { ref: self, dependsOn: [...depends(own.id), ...components.filter(({ purl }) => !purl.startsWith('pkg:cargo/')).map(({ purl }) => purl)] },
      ...crates.map(({ id }) => ({ ref: refs.get(id), dependsOn: depends(id) })),
    ],
  };
}

const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** The engine as JavaScript, as `zhifaAsm(imports)`; minified by itself, since a source map of it would say nothing. */
function asm() {
  const text = readFileSync(join(builds, 'nowasm.js'), 'utf8');
  const match = /^import \* as \S+ from '\.\/zhifa_bg\.js';\n([^]*)\nvar retasmFunc = asmFunc\(/.exec(text);
  if (!match) throw new Error('wasm2js writes its modules otherwise than it did');
  const { code } = transformSync(`var zhifaAsm=(()=>{${match[1]}\nreturn asmFunc})();`, { minify: true, target: TARGET, charset: 'ascii' });
  return code.trim();
}

/** Resolves what the parts leave open: `names` maps a specifier to a file, or to the text of a module. */
function filled(names) {
  return {
    name: 'zhifa',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^zhifa:|^\.\/pkg\/(zhifa|reckoner)\.js$|^\.\/builds\// }, ({ path }) => {
        if (path.startsWith('./builds/')) return { path, external: true };
        const to = names[path];
        if (to === undefined) throw new Error(`nothing stands for ${path}`);
        return to.text !== undefined ? { path, namespace: 'text' } : to.outside ? { path: to.outside, external: true } : { path: to };
      });
      onLoad({ filter: /.*/, namespace: 'text' }, ({ path }) => ({ contents: names[path].text, loader: 'js', resolveDir: out }));
      // Bundlers would pack the file that this default names, though the parts say where it is.
      onLoad({ filter: /\/(pkg|legacy)\/zhifa\.js$/ }, ({ path }) => {
        const glue = readFileSync(path, 'utf8');
        const without = glue.replace(/new URL\("zhifa_bg\.wasm",\s*import\.meta\.url\)/, 'void 0');
        // What wasm2js takes for memory is another buffer once it has grown, and the old one stays: its length says nothing.
        const [, wasm] = /\.buffer!==(\w+)\.memory\.buffer/.exec(glue) ?? [];
        const fresh = without
          .replace(/(\w+)===null\|\|\1\.byteLength===0/g, `$1===null||$1.buffer!==${wasm}.memory.buffer`)
          .replace(/(\w+)\.buffer\.detached===!0\|\|\1\.buffer\.detached===void 0&&/g, '');
        if (without === glue || /byteLength===0|detached/.test(fresh)) throw new Error('the glue is written otherwise than it was');
        return { contents: names['zhifa:glue'] === legacyGlue['zhifa:glue'] ? fresh : without };
      });
    },
  };
}

const packed = (folder) => ({ text: `export default ${JSON.stringify(pack(readFileSync(join(folder, 'zhifa_bg.wasm'))))}` });
const part = (name) => join(parts, name);
const check = join(root, 'www/zhifa-check.js');

/** Writes one file of the package. */
async function bundle(file, entry, names, options = {}) {
  await build({
    entryPoints: [entry], outfile: join(out, file), plugins: [filled(names)], bundle: true, minify: true, format: 'esm', target: TARGET,
    // A page in GBK reads its scripts as GBK.
    charset: 'ascii', legalComments: 'none', sourcemap: 'linked', logLevel: 'warning', external: ['vue', 'react'], ...options,
  });
  const map = join(out, `${file}.map`);
  const read = JSON.parse(readFileSync(map, 'utf8'));
  read.sources = read.sources.map((source) => (source.startsWith('text:') ? source : relative(root, join(dirname(map), source))));
  // Packed bytes are no source.
  read.sourcesContent = read.sourcesContent.map((text, i) => (read.sources[i] === 'text:zhifa:packed' ? null : text));
  writeFileSync(map, JSON.stringify(read));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'builds'), { recursive: true });

const modernGlue = { 'zhifa:glue': join(modern, 'zhifa.js') };
const legacyGlue = { 'zhifa:glue': join(legacy, 'zhifa.js') };
const inlinedModern = { ...modernGlue, 'zhifa:packed': packed(modern), 'zhifa:build': part('open/inlined.js') };
const inlinedLegacy = { ...legacyGlue, 'zhifa:packed': packed(legacy), 'zhifa:build': part('open/inlined.js') };
const nowasm = { ...legacyGlue, 'zhifa:build': part('open/nowasm.js') };
const zhifaAsm = asm();
const withoutWasm = { inject: [part('open/no-wasm.js')] };
/** A script alone has no calculator beside it: the fold says that it is not there. */
const noReckoner = { text: "export default () => Promise.reject(Object.assign(new Error('此文件不含期限推算'), { absent: true }));" };
/** The parts of a script that holds all it needs. */
const alone = { 'zhifa:engine': part('facade.js'), './pkg/zhifa.js': part('facade.js'), './pkg/reckoner.js': noReckoner, 'zhifa:check': check };
/** The modules beside one another. */
const beside = { 'zhifa:engine': { outside: '../zhifa.js' }, 'zhifa:check': { outside: '../zhifa-check.js' }, './pkg/zhifa.js': { outside: './zhifa.js' }, './pkg/reckoner.js': { outside: './reckoner.js' } };

/** The modern build in `folder`: its WebAssembly under `name`, and the module that loads it. */
async function bundleModern(module, folder, name) {
  const glue = (where) => readFileSync(join(where, 'zhifa.js'), 'utf8');
  if (glue(folder) !== glue(modern)) throw new Error(`the glue of ${module} is another`);
  const wasm = readFileSync(join(folder, 'zhifa_bg.wasm'));
  writeFileSync(join(out, 'builds', name), wasm);
  const define = { __INTEGRITY__: JSON.stringify(integrity(wasm)), __WASM__: JSON.stringify(name) };
  await bundle(`builds/${module}.js`, part('open/modern.js'), modernGlue, { define });
}

const familyModules = families.map((family) => `${family}: () => import("./builds/${family}.js")`);
await bundle('zhifa.js', part('facade.js'), { 'zhifa:open': part('open/chosen.js'), 'zhifa:families': { text: `export default {${familyModules.join(', ')}}` } });
await bundleModern('modern', modern, 'zhifa_bg.wasm');
for (const family of families) await bundleModern(family, join(builds, family), `${family}_bg.wasm`);
await bundle('builds/legacy.js', part('open/inlined.js'), inlinedLegacy);
await bundle('builds/nowasm.js', part('open/nowasm.js'), nowasm, { ...withoutWasm, banner: { js: zhifaAsm } });
await bundle('zhifa.inline.js', part('facade.js'), { ...inlinedModern, 'zhifa:open': part('open/single.js') }, { define: { __BUILD__: '"modern"' } });
await bundle('zhifa-check.js', check, beside);
for (const name of ['antd', 'dom', 'jquery', 'model', 'react', 'vue']) await bundle(`adapters/${name}.js`, part(`adapters/${name}.js`), beside);
await bundle('worker.js', part('worker-client.js'), {});
await bundle('zhifa.worker.js', part('worker.js'), { ...inlinedLegacy, 'zhifa:open': part('open/worker.js') }, { format: 'iife' });
await bundle('zhifa.legacy.js', part('classic.js'), { ...inlinedLegacy, ...alone, 'zhifa:open': part('open/legacy.js') }, { format: 'iife' });
await bundle('zhifa.nowasm.js', part('classic.js'), { ...nowasm, ...alone, 'zhifa:open': part('open/single.js') }, {
  ...withoutWasm, format: 'iife', define: { __BUILD__: '"nowasm"' }, banner: { js: `(()=>{${zhifaAsm}` }, footer: { js: '})();' },
});
const server = { ...modernGlue, 'zhifa:open': part('open/node.js') };
await bundle('zhifa.node.js', part('node.js'), {
  ...server, 'zhifa:wasm': { text: 'export default new URL("./builds/zhifa_bg.wasm", import.meta.url)' },
}, { platform: 'node', target: 'node18' });
await bundle('zhifa.node.cjs', part('node.js'), {
  ...server, 'zhifa:wasm': { text: 'export default __dirname + "/builds/zhifa_bg.wasm"' },
}, { platform: 'node', target: 'node18', format: 'cjs' });

// Types: the engine's are generated, the others stand beside what they describe.
cpSync(join(modern, 'zhifa.d.ts'), join(out, 'engine.d.ts'));
cpSync(join(modern, 'zhifa.d.ts'), join(out, 'engine.d.cts'));
const types = readFileSync(part('zhifa.d.ts'), 'utf8');
writeFileSync(join(out, 'zhifa.d.ts'), types);
writeFileSync(join(out, 'zhifa.d.cts'), types.replaceAll('./engine.js', './engine.cjs'));
cpSync(part('zhifa-check.d.ts'), join(out, 'zhifa-check.d.ts'));
cpSync(part('worker-client.d.ts'), join(out, 'worker.d.ts'));
cpSync(part('global.d.ts'), join(out, 'global.d.ts'));
for (const name of ['antd', 'dom', 'jquery', 'model', 'react', 'vue']) cpSync(part(`adapters/${name}.d.ts`), join(out, `adapters/${name}.d.ts`));

for (const name of ['zhifa-check.css', 'handbook.json']) cpSync(join(root, 'www', name), join(out, name));
for (const name of ['reckoner.js', 'reckoner_bg.wasm', 'reckoner.d.ts']) cpSync(join(modern, name), join(out, name));
cpSync(join(root, 'www/handbook'), join(out, 'handbook'), { recursive: true });
for (const name of ['README.md', 'README.zh-CN.md', 'LICENSE-MIT', 'LICENSE-APACHE']) cpSync(join(root, name), join(out, name));
for (const name of ['screenshot.png', 'EMBEDDING.md', 'EMBEDDING.zh-CN.md', 'browsers.md']) {
  const file = join(root, 'docs', name);
  if (existsSync(file)) cpSync(file, join(out, 'docs', name));
}
writeFileSync(join(out, 'NOTICES.txt'), notices());
writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom(), null, 2)}\n`);

const typed = (name, file = `./${name}.js`, declared = `./${name}.d.ts`) => ({ types: declared, default: file });
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
        '.': {
          node: { import: typed('zhifa', './zhifa.node.js'), require: typed('zhifa', './zhifa.node.cjs', './zhifa.d.cts') },
          ...typed('zhifa'),
        },
        './inline': typed('zhifa', './zhifa.inline.js'),
        './worker': typed('worker'),
        './reckoner': typed('reckoner'),
        './check': typed('zhifa-check'),
        './check.css': './zhifa-check.css',
        ...Object.fromEntries(['antd', 'dom', 'jquery', 'model', 'react', 'vue'].map((name) => [`./${name}`, typed(`adapters/${name}`)])),
        './legacy': typed('zhifa', './zhifa.legacy.js', './global.d.ts'),
        './nowasm': typed('zhifa', './zhifa.nowasm.js', './global.d.ts'),
        './zhifa_bg.wasm': './builds/zhifa_bg.wasm',
        './handbook.json': './handbook.json',
        './integrity.json': './integrity.json',
        './package.json': './package.json',
      },
      // For compilers that do not read `exports`.
      types: './zhifa.d.ts',
      sideEffects: ['./zhifa-check.js', './zhifa-check.css', './zhifa.legacy.js', './zhifa.nowasm.js', './builds/*.js'],
      peerDependencies: { react: '>=16.8', vue: '>=3' },
      peerDependenciesMeta: { react: { optional: true }, vue: { optional: true } },
    },
    null,
    2,
  )}\n`,
);

/** Every file that a page loads, with its hash for `integrity="…"`. */
const loaded = readdirSync(out, { recursive: true })
  .filter((name) => /\.(js|css|wasm)$/.test(name) && !name.startsWith('handbook/') && !name.startsWith('zhifa.node'))
  .sort();
writeFileSync(join(out, 'integrity.json'), `${JSON.stringify(Object.fromEntries(loaded.map((name) => [name, integrity(readFileSync(join(out, name)))])), null, 2)}\n`);

console.log('dist/zhifa/'.padEnd(24) + ['raw', 'gzip', 'brotli'].map((word) => word.padStart(9)).join(''));
for (const name of loaded) {
  const { raw, gzip, brotli } = sizeOf(join(out, name));
  console.log(name.padEnd(24) + [raw, gzip, brotli].map((n) => String(n).padStart(9)).join(''));
}
