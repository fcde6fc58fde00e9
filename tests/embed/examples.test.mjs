// The example pages on the real libraries, bundled by Vite and webpack or beside the package, in Chromium, with no policy relaxed.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import vue from '@vitejs/plugin-vue';
import { build as vite, createServer } from 'vite';
import webpack from 'webpack';
import { serve } from '../../scripts/serve.mjs';
import { current } from './support/drivers.mjs';
import { project } from './support/project.mjs';
import { dist, root } from './support/site.mjs';

// Element Plus and Ant Design set styles from their scripts; nothing else is allowed that the demo page does not.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; font-src data:";
const BAD = '2026年2月30日';
const MESSAGE = '决定日期不存在：2026年2月只有28日';

let browser;
const folders = [];
before(async () => { browser = await current(); });
after(async () => {
  await browser.close();
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

async function bundled(example) {
  const folder = project(example);
  folders.push(folder);
  await vite({ root: folder, base: './', logLevel: 'error', plugins: [vue()], build: { outDir: 'out', chunkSizeWarningLimit: 4000 } });
  return join(folder, 'out');
}

function beside(example) {
  const folder = mkdtempSync(join(tmpdir(), 'zhifa-example-'));
  folders.push(folder);
  cpSync(join(root, 'www/examples', example), folder, { recursive: true });
  symlinkSync(dist, join(folder, 'zhifa'));
  cpSync(createRequire(import.meta.url).resolve('jquery/dist/jquery.min.js'), join(folder, 'jquery.js'));
  return folder;
}

/** Opens a folder's page, does `work` in it, and fails on any error there. */
async function within(folder, work) {
  const server = await serve(folder, 0, () => POLICY);
  const page = await browser.page();
  try {
    await page.goto(server.url);
    await work(page);
    assert.deepEqual(page.troubles, []);
  } finally {
    await page.close();
    await server.close();
  }
}

async function until(page, expression) {
  const end = Date.now() + 20_000;
  while (!(await page.evaluate(`!!(${expression})`))) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${expression}; the page says ${await page.evaluate('document.body.innerText')}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const text = (selector) => `[...document.querySelectorAll(${JSON.stringify(selector)})].map(node => node.textContent)`;
const INPUT = (n) => `document.querySelectorAll("input")[${n}]`;
const state = (page, words) => until(page, `document.querySelector("#state").textContent === ${JSON.stringify(words)}`);

test('Vue 3 and Element Plus: findings show in the form items and stop validate()', async () => {
  await within(await bundled('vue'), async (page) => {
    await until(page, INPUT(3));
    await page.evaluate(`${INPUT(2)}.id = "date"`);
    await page.type('#date', BAD);
    await page.press('Tab');
    await until(page, `${text('.el-form-item__error')}.includes(${JSON.stringify(MESSAGE)})`);
    await page.evaluate(`${INPUT(3)}.id = "amount"`);
    await page.type('#amount', 'abc');
    await page.press('Tab');
    await until(page, `${text('.el-form-item__error')}.some(words => /金额/.test(words))`);
    await page.click('.el-button');
    await state(page, '有错误，没有提交。');
    await page.evaluate(`${INPUT(1)}.id = "code"`);
    await page.type('#code', '91371500MA3C0');
    await until(page, `${text('#warnings li')}.some(words => /统一社会信用代码应为18位/.test(words))`);
    assert.equal(await page.evaluate('document.querySelectorAll("#warnings li").length'), 1, 'of the fields that are here');
  });
});

test('React: the hook gives the findings of a field', async () => {
  await within(await bundled('react'), async (page) => {
    await until(page, 'document.querySelector("#decidedOn")');
    await page.type('#decidedOn', BAD);
    await page.press('Tab');
    await until(page, `document.querySelector("#decidedOn-found").textContent === "错误：${MESSAGE}"`);
    assert.equal(await page.evaluate('document.querySelector("#decidedOn").getAttribute("aria-invalid")'), 'true');
    assert.match(await page.evaluate('document.querySelector("#state").textContent'), /^错误\d+处$/);
  });
});

test('Ant Design: errors stop the submit, warnings show', async () => {
  await within(await bundled('antd'), async (page) => {
    await until(page, 'document.querySelector("#decidedOn")');
    await page.type('#decidedOn', BAD);
    await page.press('Tab');
    await until(page, `${text('.ant-form-item-explain-error')}.includes(${JSON.stringify(MESSAGE)})`);
    await page.type('#party_creditCode', '91371500MA3C0');
    await page.press('Tab');
    await until(page, `${text('.ant-form-item-explain-warning')}.some(words => /应为18位，现为13位/.test(words))`);
    await page.click('.ant-btn');
    await state(page, '有错误，没有提交。');
  });
});

for (const [name, title] of [['jquery', 'jQuery'], ['plain', 'a plain page']]) {
  test(`${title}: messages beside the fields, a submit with errors stops, a good one goes through`, async () => {
    await within(beside(name), async (page) => {
      await until(page, '/^错误/.test(document.querySelector("#state").textContent)');
      await page.type('#rq', BAD);
      await page.press('Tab');
      await until(page, `${text('.zhifa-message')}.includes("错误：${MESSAGE}")`);
      await page.click('button');
      await state(page, '有错误，没有提交。');
      await page.evaluate('document.querySelector("#rq").value = ""');
      await page.type('#rq', '2026年9月14日');
      await page.type('#wh', '聊东市监处罚〔2026〕12号');
      await page.press('Tab');
      await page.click('button');
      await until(page, '!/载入/.test(document.querySelector("#state").textContent)');
      assert.deepEqual(await page.evaluate(`${text('.zhifa-summary a')}.filter(words => /决定日期/.test(words))`), []);
    });
  });
}

const NUMBER = '莘交罚[2026]19号';
const HTML = '<!doctype html><html lang="zh-CN"><title>x</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>';

test('jQuery: a portal that sends by script learns what would stop the submit, and keeps a warning with a reason', async () => {
  await within(beside('jquery'), async (page) => {
    await until(page, '/^错误/.test(document.querySelector("#state").textContent)');
    await page.type('#rq', BAD);
    await page.type('#wh', NUMBER);
    await page.evaluate('window.report = $("#register").zhifa("check")');
    assert.deepEqual(await page.evaluate('$("#register").zhifa("errors").map(finding => finding.message)'), [MESSAGE]);
    await until(page, `${text('.zhifa-message')}.some(words => /六角括号/.test(words))`);
    await page.evaluate('$("#register").zhifa("acknowledge", "WZ002", "documentNumber", "系统编号").zhifa("check").findings.find(finding => finding.rule === "WZ002").acknowledged === "系统编号" && (window.kept = true)');
    await until(page, 'window.kept');
    assert.ok(await page.evaluate(`!${text('.zhifa-message')}.some(words => /六角括号/.test(words))`));
  });
});

test('Vue 3: a reason that comes later counts', async () => {
  const folder = project();
  folders.push(folder);
  writeFileSync(join(folder, 'main.js'), `import { reactive } from "vue";
import { useZhifa } from "zhifa/vue";
const acknowledge = reactive([]);
const { findings } = useZhifa("penalty/decision", reactive({ documentNumber: "${NUMBER}" }), [], { acknowledge });
Object.assign(window, { acknowledge, findings });`);
  writeFileSync(join(folder, 'index.html'), HTML);
  await vite({ root: folder, base: './', logLevel: 'error', build: { outDir: 'out' } });
  await within(join(folder, 'out'), async (page) => {
    await until(page, 'window.findings && findings("documentNumber").some(({ rule, acknowledged }) => rule === "WZ002" && !acknowledged)');
    await page.evaluate('acknowledge.push({ rule: "WZ002", path: "/documentNumber", reason: "系统编号" }), 0');
    await until(page, 'findings("documentNumber").some(({ acknowledged }) => acknowledged === "系统编号")');
  });
});

const ENTRY = 'import * as zhifa from "zhifa";\nimport "zhifa/check";\nimport { start } from "zhifa/worker";\nzhifa.init().then(async () => { window.taken = [zhifa.build, await start().build()]; });\n';

test('webpack 5: the package without any setting, its files beside the bundle', async () => {
  const folder = project();
  folders.push(folder);
  writeFileSync(join(folder, 'main.js'), ENTRY);
  const stats = await new Promise((done, fail) => webpack(
    { mode: 'production', context: folder, entry: './main.js', output: { path: join(folder, 'out'), publicPath: 'auto' }, performance: false },
    (error, result) => (error ? fail(error) : done(result)),
  ));
  assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
  writeFileSync(join(folder, 'out/index.html'), '<!doctype html><html lang="zh-CN"><title>x</title><link rel="icon" href="data:,"><script src="main.js"></script>');
  assert.ok(readdirSync(join(folder, 'out')).some((name) => name.endsWith('.wasm')), 'the WebAssembly is a file');
  await within(join(folder, 'out'), async (page) => {
    await until(page, 'window.taken');
    assert.deepEqual(await page.evaluate('window.taken'), ['modern', 'legacy']);
    assert.ok(await page.evaluate('!!customElements.get("zhifa-check")'));
  });
});

test('Vite: the package without any setting', async () => {
  const folder = project();
  folders.push(folder);
  writeFileSync(join(folder, 'main.js'), ENTRY);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="zh-CN"><title>x</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>');
  await vite({ root: folder, base: './', logLevel: 'error', build: { outDir: 'out' } });
  await within(join(folder, 'out'), async (page) => {
    await until(page, 'window.taken');
    assert.deepEqual(await page.evaluate('window.taken'), ['modern', 'legacy']);
  });
});

test("Vite's development server, with the setting that the guide names", async () => {
  const folder = project();
  folders.push(folder);
  writeFileSync(join(folder, 'main.js'), ENTRY);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="zh-CN"><title>x</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>');
  const server = await createServer({ root: folder, logLevel: 'error', server: { host: '127.0.0.1', port: 0 }, optimizeDeps: { exclude: ['zhifa'] } });
  const page = await browser.page();
  try {
    await server.listen();
    await page.goto(server.resolvedUrls.local[0]);
    await until(page, 'window.taken');
    assert.deepEqual(await page.evaluate('window.taken'), ['modern', 'legacy']);
    assert.deepEqual(page.troubles, []);
  } finally {
    await page.close();
    await server.close();
  }
});
