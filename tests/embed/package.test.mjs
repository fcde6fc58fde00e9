// The package itself: its entries, types, hashes, maps, bill of materials, and what the loader does when a file is missing.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { chromium } from 'playwright-core';
import { pack, unpack } from '../../package/packed.js';
import { project } from './support/project.mjs';
import { dist, html, integrity, root, site } from './support/site.mjs';

const manifest = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'));
const files = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(files));

const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

/** A site whose page has the element around a form with one field, and the loader as `window.zhifa`. */
const around = (form, field) => site({
  'index.html': html('<link rel="icon" href="data:,"><script type="module" src="zhifa/zhifa-check.js"></script><script type="module" src="page.js"></script>',
    `<zhifa-check form="${form}"><form><input name="${field}"><button>提交</button></form></zhifa-check>`),
  'page.js': 'import * as zhifa from "./zhifa/zhifa.js"; window.zhifa = zhifa;',
});

test('every entry is a file, and nothing runs on installing', () => {
  for (const file of files(manifest.exports)) assert.ok(existsSync(join(dist, file)), file);
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.dependencies, undefined);
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: dist, encoding: 'utf8', maxBuffer: 1 << 26 }));
  const names = new Set(packed.files.map(({ path }) => path));
  for (const file of files(manifest.exports)) assert.ok(names.has(file.slice(2)), `${file} is packed`);
});

test('the hashes are those of the files', () => {
  assert.ok(integrity['zhifa.legacy.js'] && integrity['builds/zhifa_bg.wasm'] && integrity['zhifa-check.css']);
  for (const [name, hash] of Object.entries(integrity)) {
    assert.equal(hash, `sha384-${createHash('sha384').update(readFileSync(join(dist, name))).digest('base64')}`, name);
  }
});

test('the source maps name sources of this repository and hold their text', () => {
  const maps = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.map'));
  assert.ok(maps.length > 12);
  for (const name of maps) {
    assert.match(readFileSync(join(dist, name.replace(/\.map$/, '')), 'utf8').slice(-200), new RegExp(`//# sourceMappingURL=${name.split('/').at(-1)}`));
    const { sources, sourcesContent, mappings } = JSON.parse(readFileSync(join(dist, name), 'utf8'));
    assert.ok(mappings.length > 100, name);
    sources.forEach((source, i) => {
      if (source.startsWith('text:')) return;
      assert.ok(existsSync(join(root, source)), `${name}: ${source}`);
      if (!source.includes('/pkg/') && !source.includes('/legacy/zhifa.js')) assert.equal(sourcesContent[i], readFileSync(join(root, source), 'utf8'), `${name}: ${source}`);
    });
  }
});

test('scripts are ASCII, whatever coding a page has', () => {
  for (const name of Object.keys(integrity).filter((file) => file.endsWith('.js'))) assert.doesNotMatch(readFileSync(join(dist, name), 'latin1'), /[^\x00-\x7f]/, name);
});

test('the bill of materials is CycloneDX 1.6 and names what is inside', async () => {
  const text = readFileSync(join(dist, 'sbom.cdx.json'), 'utf8');
  assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text), null);
  const { components, dependencies } = JSON.parse(text);
  const names = components.map(({ name }) => name);
  for (const name of ['wasm-bindgen', 'chrono', 'serde_json', 'binaryen', 'esbuild', 'rust-std']) assert.ok(names.includes(name), name);
  for (const name of ['clap', 'toml', 'proptest', 'syn']) assert.ok(!names.includes(name), `${name} is not in the download`);
  assert.ok(components.filter(({ purl }) => /^pkg:(cargo|npm)/.test(purl)).every(({ hashes }) => /^([0-9a-f]{64}|[0-9a-f]{128})$/.test(hashes[0].content)));
  const refs = new Set(['pkg:npm/zhifa@' + manifest.version, ...components.map((each) => each['bom-ref'])]);
  dependencies.forEach(({ ref, dependsOn }) => [ref, ...dependsOn].forEach((each) => assert.ok(refs.has(each), each)));
  const notices = readFileSync(join(dist, 'NOTICES.txt'), 'utf8');
  for (const name of names.filter((each) => each !== 'rust-std')) assert.ok(notices.includes(`${name} `), `${name} is in the notices`);
});

test('bytes in a script come out as they went in', () => {
  const wasm = readFileSync(join(dist, 'builds/zhifa_bg.wasm'));
  const all = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i + (i >> 8)) & 255);
  for (const bytes of [new Uint8Array(), Uint8Array.of(0), Uint8Array.from({ length: 256 }, (_, i) => i), all, wasm]) {
    const { order, text } = pack(bytes);
    assert.match(text, /^[ -~]*$/);
    assert.deepEqual(Buffer.from(unpack({ order, text })), Buffer.from(bytes));
  }
});

test('a portal in TypeScript compiles against the types, and its mistakes do not', () => {
  const folder = project();
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'portal.ts'), readFileSync(join(root, 'tests/embed/portal.ts')));
    for (const resolution of [['--module', 'esnext', '--moduleResolution', 'bundler'], ['--module', 'nodenext', '--moduleResolution', 'nodenext']]) {
      const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--skipLibCheck', '--types', '', ...resolution, 'portal.ts'], { cwd: folder, encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a fault that Vue was told of is gone once a check succeeds', () => {
  const folder = project();
  try {
    const script = `
      import { reactive } from 'vue';
      import { useZhifa } from 'zhifa/vue';
      const model = reactive({ ready: false });
      const read = ({ ready }) => { if (!ready) throw new Error('not yet'); return {}; };
      const { report, error } = useZhifa('penalty/decision', model, [], { read });
      const until = async (done) => { while (!done()) await new Promise((go) => setTimeout(go, 5)); };
      await until(() => error.value);
      model.ready = true;
      await until(() => report.value);
      console.log(report.value.outcome, error.value);`;
    writeFileSync(join(folder, 'portal.mjs'), script);
    const { stdout, stderr } = spawnSync(process.execPath, ['portal.mjs'], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    assert.equal(stdout, 'errors null\n', stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a call of a worker that could not be loaded, or was stopped, fails at once', async () => {
  const workers = [];
  globalThis.self = globalThis;
  globalThis.Worker = class {
    constructor() { workers.push(this); }
    postMessage() {}
    terminate() {}
  };
  try {
    const { start } = await import('../../package/worker-client.js');
    const lost = start({ url: 'zhifa.worker.js' });
    const first = lost.build();
    workers[0].onerror({});
    await assert.rejects(first, { message: '检查程序未能载入' });
    // What comes in after all is for nobody.
    workers[0].onmessage({ data: { id: 1, result: 'legacy' } });
    const late = (call) => Promise.race([call, new Promise((done) => setTimeout(done, 1000, 'no answer'))]);
    await assert.rejects(late(lost.build()), { message: '检查程序未能载入' });
    const stopped = start({ url: 'zhifa.worker.js' });
    stopped.stop();
    await assert.rejects(late(stopped.check({})), { message: '已停止' });
  } finally {
    delete globalThis.self;
    delete globalThis.Worker;
  }
});

test('a page in GBK whose server does not say what its scripts are written in', async () => {
  const portal = await site({});
  const browser = await launch();
  try {
    for (const name of ['zhifa.legacy.js', 'zhifa.nowasm.js']) {
      const page = await browser.newPage();
      await page.route('**/*.js', (route) => route.fulfill({ contentType: 'application/javascript', body: readFileSync(join(dist, name)) }));
      await page.route('**/gbk.html', (route) => route.fulfill({
        contentType: 'text/html; charset=gbk',
        body: `<!doctype html><script src="${name}"></script><zhifa-check form="penalty/decision"><form><input name="decidedOn"><button>ok</button></form></zhifa-check>`,
      }));
      await page.goto(`${portal.url}gbk.html`);
      await page.waitForFunction(() => document.querySelector('zhifa-check').report);
      assert.equal(await page.evaluate('document.characterSet'), 'GBK');
      await page.fill('input', '2026年2月30日');
      await page.press('input', 'Tab');
      assert.equal(await page.textContent('.zhifa-message'), '错误：决定日期不存在：2026年2月只有28日');
      await page.close();
    }
  } finally {
    await browser.close();
    await portal.close();
  }
});

test("a page with a form of one family downloads that family's build, and what it asks for beside", async () => {
  const portal = await around('training/roster', 'year');
  const browser = await launch();
  const reported = (page, form) => page.waitForFunction((id) => document.querySelector('zhifa-check').report?.form === id, form);
  try {
    const page = await browser.newPage();
    const taken = [];
    page.on('response', (response) => { if (response.url().endsWith('.wasm')) taken.push(response.url().split('/').at(-1)); });
    await page.goto(portal.url);
    await reported(page, 'training/roster');
    assert.deepEqual(taken, ['training_bg.wasm']);
    assert.equal(await page.evaluate('zhifa.build'), 'modern');
    await page.evaluate('document.querySelector("zhifa-check").setAttribute("form", "penalty/decision")');
    await reported(page, 'penalty/decision');
    assert.deepEqual(taken, ['training_bg.wasm', 'penalty_bg.wasm']);
    assert.equal(await page.evaluate('zhifa.init().then(() => zhifa.forms().length)'), 87);
    await page.evaluate('document.querySelector("zhifa-check").setAttribute("form", "coercion/seizure-decision")');
    await reported(page, 'coercion/seizure-decision');
    assert.deepEqual(taken, ['training_bg.wasm', 'penalty_bg.wasm', 'zhifa_bg.wasm'], 'what is there knows the other families too');

    const without = await browser.newPage();
    await without.route(/training_bg\.wasm$/, (route) => route.fulfill({ status: 404 }));
    await without.goto(portal.url);
    await reported(without, 'training/roster');
    assert.equal(await without.evaluate('zhifa.build'), 'modern', "where the family's file is not there, the one of all families");
    for (const id of ['nothing', 'constructor/decision', '__proto__/decision']) {
      assert.equal(await without.evaluate((form) => window.zhifa.engine(form).then(({ forms }) => forms().length), id), 87, `${id}: no family's form`);
    }
  } finally {
    await browser.close();
    await portal.close();
  }
});

test('where a server refuses .wasm the loader takes the next build; where nothing comes the form says so and lets through', async () => {
  const portal = await around('penalty/decision', 'decidedOn');
  const browser = await launch();
  try {
    for (const [missing, taken] of [[/\.wasm$/, 'legacy'], [/\.wasm$|builds\/(penalty|modern|legacy)\.js$/, 'nowasm']]) {
      const page = await browser.newPage();
      await page.route(missing, (route) => route.fulfill({ status: 404 }));
      await page.goto(portal.url);
      await page.waitForFunction(() => document.querySelector('zhifa-check').report);
      assert.equal(await page.evaluate('zhifa.build'), taken);
      await page.close();
    }
    const page = await browser.newPage();
    await page.route(/builds\//, (route) => route.fulfill({ status: 404 }));
    await page.addInitScript(() => { window.sent = 0; addEventListener('submit', (event) => { event.preventDefault(); window.sent++; }); });
    await page.goto(portal.url);
    await page.waitForSelector('.zhifa-notice');
    assert.match(await page.textContent('.zhifa-notice'), /^未能检查本表：检查程序未能载入.*表单可照常提交。$/);
    await page.click('button');
    assert.equal(await page.evaluate('window.sent'), 1);
    await page.unroute(/builds\//);
    assert.equal(await page.evaluate('zhifa.init({ build: "nowasm" }).then(() => zhifa.build)'), 'nowasm', 'a later try may do, with the build that is asked for');
    await page.close();
  } finally {
    await browser.close();
    await portal.close();
  }
});
