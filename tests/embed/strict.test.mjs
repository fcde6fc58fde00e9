// Pages that allow next to nothing: scripts of their own origin with the right hash, Trusted Types enforced and no policy for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { current } from './support/drivers.mjs';
import { FORM, html, integrity, site } from './support/site.mjs';

const TYPED = "require-trusted-types-for 'script'; trusted-types";
const strict = (scripts, more = '', types = "'none'") => `default-src 'none'; script-src 'self'${scripts}; style-src 'self'; ${more} ${TYPED} ${types}`;
const WASM = " 'wasm-unsafe-eval'";

const CHECK = `<zhifa-check form="penalty/decision">${FORM}</zhifa-check>`;
const css = `<link rel="stylesheet" href="zhifa/zhifa-check.css" integrity="${integrity['zhifa-check.css']}">`;
const classic = (name, hash = integrity[name]) => html(`${css}<script src="zhifa/${name}" integrity="${hash}"></script>`, CHECK);
// What a module imports is checked too, where it was preloaded with its hash.
const preload = (...names) => names.map((name) => `<link rel="modulepreload" href="zhifa/${name}" integrity="${integrity[name]}">`).join('\n');
const modules = (tampered) => html(
  `${css}${preload('zhifa.js').replace(integrity['zhifa.js'], tampered ?? integrity['zhifa.js'])}${preload('builds/penalty.js')}
  <script type="module" src="zhifa/zhifa-check.js" integrity="${integrity['zhifa-check.js']}"></script><script type="module" src="module.js"></script>`, CHECK);
const WRONG = integrity['zhifa-check.css'];

const PAGES = {
  nowasm: { html: classic('zhifa.nowasm.js'), policy: strict(''), build: 'nowasm' },
  legacy: { html: classic('zhifa.legacy.js'), policy: strict(WASM), build: 'legacy' },
  'legacy-forbidden': { html: classic('zhifa.legacy.js'), policy: strict(''), build: 'nowasm' },
  module: { html: modules(), policy: strict(WASM, "connect-src 'self';"), build: 'modern' },
  'module-no-fetch': { html: modules(), policy: strict(WASM), build: 'legacy' },
  'module-forbidden': { html: modules(), policy: strict(''), build: 'nowasm' },
  tampered: { html: classic('zhifa.nowasm.js', WRONG), policy: strict('') },
  'tampered-module': { html: modules(WRONG), policy: strict(WASM, "connect-src 'self';") },
  inline: { html: html('<script type="module" src="inline.js"></script>', ''), policy: strict(WASM) },
  worker: { html: html('<script type="module" src="worker.js"></script>', ''), policy: strict(WASM, '', 'zhifa') },
};

let portal, browser;
before(async () => {
  portal = await site({
    'module.js': 'import * as engine from "./zhifa/zhifa.js"; window.zhifa = engine;',
    'inline.js': 'import * as engine from "./zhifa/zhifa.inline.js"; engine.init().then(() => { window.ready = [engine.build, engine.forms().length > 0]; });',
    'worker.js': `import { start } from "./zhifa/worker.js";
      const engine = start();
      Promise.all([engine.build(), engine.forms(), engine.check({}).catch(error => error.message)])
        .then(([build, forms, fault]) => { window.ready = [build, forms.length > 0, fault]; });`,
    ...Object.fromEntries(Object.entries(PAGES).map(([name, page]) => [`${name}.html`, page])),
  });
  browser = await current();
});
after(async () => {
  await browser.close();
  await portal.close();
});

async function until(page, expression) {
  const end = Date.now() + 20_000;
  while (!(await page.evaluate(`!!(${expression})`))) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${expression}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

for (const [name, { build }] of Object.entries(PAGES).filter(([, page]) => page.build)) {
  test(`${name} takes ${build}`, async () => {
    const page = await browser.page();
    await page.goto(`${portal.url}${name}.html`);
    await until(page, 'document.querySelector("zhifa-check").report && window.zhifa');
    assert.equal(await page.evaluate('zhifa.build'), build);
    await page.type('#rq', '2026年2月30日');
    await page.press('Tab');
    await until(page, 'document.querySelector(".zhifa-message")');
    assert.equal(await page.evaluate('getComputedStyle(document.querySelector(".zhifa-message")).color'), 'rgb(180, 35, 24)', 'with its style');
    assert.deepEqual(page.troubles, []);
    await page.close();
  });
}

for (const name of ['tampered', 'tampered-module']) {
  test(`${name}: a file that is not the package's does not run`, async () => {
    const page = await browser.page();
    await page.goto(`${portal.url}${name}.html`);
    await new Promise((done) => setTimeout(done, 1000));
    assert.equal(await page.evaluate('!!customElements.get("zhifa-check")'), false);
    await page.close();
  });
}

test('the inlined module fetches nothing', async () => {
  const page = await browser.page();
  await page.goto(`${portal.url}inline.html`);
  await until(page, 'window.ready');
  assert.deepEqual(await page.evaluate('window.ready'), ['modern', true]);
  await page.close();
});

test('the worker needs the policy `zhifa`; its errors are Chinese', async () => {
  const page = await browser.page();
  await page.goto(`${portal.url}worker.html`);
  await until(page, 'window.ready');
  const [build, forms, fault] = await page.evaluate('window.ready');
  assert.deepEqual([build, forms], ['legacy', true]);
  assert.match(fault, /\p{Script=Han}/u);
  await page.close();
});
