// Every build in every browser that portals run, and the table of it: docs/browsers.md.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { VERSIONS } from '../../scripts/browsers.mjs';
import { current, firefox, installed, old, webkit } from './support/drivers.mjs';
import { FORM, html, root, site } from './support/site.mjs';
import * as server from '../../dist/zhifa/zhifa.node.js';

const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:";
const CHECK = `<zhifa-check form="penalty/decision">${FORM}</zhifa-check>`;
const CSS = '<link rel="icon" href="data:,"><link rel="stylesheet" href="zhifa/zhifa-check.css">';
const classic = (name) => html(`${CSS}<script src="zhifa/${name}"></script>`, `${CHECK}<script src="page.js"></script>`);

// In the oldest kernels' own words.
const PAGE = `
  window.sent = 0;
  document.addEventListener("submit", function (event) { event.preventDefault(); window.sent++; });
  window.told = function () { return Array.from(document.querySelectorAll(".zhifa-message")).map(function (node) { return node.textContent; }); };
`;
const MODULE = `${PAGE}
  import * as engine from "./zhifa/zhifa.js";
  window.zhifa = engine;
`;
const WORKER = `
  import { start } from "./zhifa/worker.js";
  window.engine = start();
`;

const defects = readFileSync(join(root, 'src/form/penalty/decision.defects.json'), 'utf8');
const document_ = JSON.stringify({ form: 'penalty/decision', data: JSON.parse(defects) });
const expected = server.checkJsonText(document_, { date: '2026-11-23' });

const rows = [];
let portal;
before(async () => {
  portal = await site({
    'page.js': PAGE,
    'module.js': MODULE,
    'worker.js': WORKER,
    'legacy.html': classic('zhifa.legacy.js'),
    'nowasm.html': classic('zhifa.nowasm.js'),
    'module.html': html(`${CSS}<script type="module" src="zhifa/zhifa-check.js"></script><script type="module" src="module.js"></script>`, CHECK),
    'strict.html': {
      html: html(`${CSS}<script type="module" src="zhifa/zhifa-check.js"></script><script type="module" src="module.js"></script>`, CHECK),
      policy: STRICT,
    },
    // One script, so that the engine cannot be there before the click.
    'early.js': `${readFileSync(join(root, 'dist/zhifa/zhifa.legacy.js'), 'utf8')}
      ${PAGE}
      document.getElementById("send").focus();
      document.getElementById("send").click();
      window.early = window.sent;`,
    'early.html': html(CSS, `${CHECK.replace(' form=', ' allow-errors form=')}<script src="early.js"></script>`),
    'worker.html': html(`${CSS}<script type="module" src="worker.js"></script>`, ''),
  });
});
after(async () => {
  await portal.close();
  // Not after a run of some of them.
  if (rows.length === planned.length) writeFileSync(join(root, 'docs/browsers.md'), table());
});

async function until(page, expression) {
  const end = Date.now() + 30_000;
  while (!(await page.evaluate(`!!(${expression})`))) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${expression}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Opens a page, checks a document with its engine and fills in its form as an officer does. → the build that was taken */
async function use(browser, name) {
  const page = await browser.page();
  try {
    await page.goto(`${portal.url}${name}.html`);
    await until(page, 'window.zhifa && document.querySelector("zhifa-check").report');
    const report = await page.evaluate(`zhifa.init().then(() => zhifa.checkJsonText(${JSON.stringify(document_)}, { date: "2026-11-23" }))`);
    assert.equal(report, expected, 'the report is the server\'s, to the byte');
    await page.type('#rq', '2026年2月30日');
    await page.press('Tab');
    await until(page, 'told().length');
    assert.deepEqual(await page.evaluate('told()'), ['错误：决定日期不存在：2026年2月只有28日']);
    await page.click('#send');
    await until(page, 'document.querySelector(".zhifa-summary")');
    assert.equal(await page.evaluate('window.sent'), 0, 'a submit with errors stops');
    assert.match(await page.evaluate('document.activeElement.className'), /zhifa-summary/);
    // Firefox says so when the loader asks whether the policy allows WebAssembly.
    assert.deepEqual(page.troubles.filter((text) => name !== 'strict' || !/blocked WebAssembly/.test(text)), []);
    return await page.evaluate('zhifa.build');
  } finally {
    await page.close();
  }
}

/** A submit before the engine is there waits for it, and then goes on its way. */
async function early(browser) {
  const page = await browser.page();
  try {
    await page.goto(`${portal.url}early.html`);
    await until(page, 'document.querySelector("zhifa-check").report && window.sent');
    assert.deepEqual(await page.evaluate('[window.early, window.sent]'), [0, 1]);
    assert.equal(await page.evaluate('document.querySelectorAll("button").length'), 1, 'no button of ours stays');
    assert.deepEqual(page.troubles, []);
  } finally {
    await page.close();
  }
}

async function useWorker(browser) {
  const page = await browser.page();
  try {
    await page.goto(`${portal.url}worker.html`);
    await until(page, 'window.engine');
    assert.equal(await page.evaluate(`engine.checkJsonText(${JSON.stringify(document_)}, { date: "2026-11-23" })`), expected);
    return await page.evaluate('engine.build()');
  } finally {
    await page.close();
  }
}

const BUILDS = { modern: 'modern', legacy: 'legacy', nowasm: 'without WebAssembly' };
const COLUMNS = {
  legacy: 'Classic script `zhifa.legacy.js`',
  nowasm: 'Classic script `zhifa.nowasm.js`',
  module: 'Modules: the loader took',
  strict: "Modules under `script-src 'self'`: the loader took",
  worker: 'Worker',
};

function table() {
  const notes = rows.filter(({ note }) => note).map(({ name, version, note }) => `\n${name} ${version}: ${note}.\n`);
  const lines = rows.map(({ name, version, ...ran }) => `| ${name} ${version} | ${Object.keys(COLUMNS).map((column) => BUILDS[ran[column]] ?? '–').join(' | ')} |`);
  return `<!-- Written by tests/embed/browsers.test.mjs. -->
# What ran where

In each browser and with each build: a document with defects is checked, and its report is the server's to the byte; then a date that
is none is typed into a form inside \`<zhifa-check>\`, its message appears when the field is left, and the submit stops with the summary. A submit
before the engine is there waits for it. A worker checks the document only.

| Browser | ${Object.values(COLUMNS).join(' | ')} |
| --- | ${Object.keys(COLUMNS).map(() => '---').join(' | ')} |
${lines.join('\n')}
${notes.join('')}`;
}

/** Runs everything in one browser; `taken` is the build that its modules must take. */
async function all(start, taken) {
  const browser = await start();
  const row = { name: browser.name, version: browser.version, note: browser.note };
  try {
    row.legacy = await use(browser, 'legacy');
    assert.equal(row.legacy, 'legacy');
    row.nowasm = await use(browser, 'nowasm');
    assert.equal(row.nowasm, 'nowasm');
    await early(browser);
    row.module = await use(browser, 'module');
    assert.equal(row.module, taken);
    row.strict = await use(browser, 'strict');
    assert.equal(row.strict, 'nowasm');
    row.worker = await useWorker(browser);
    assert.equal(row.worker, 'legacy');
  } finally {
    rows.push(row);
    await browser.close();
  }
}

const BROWSERS = [
  { title: 'current Chromium', start: current, taken: 'modern', there: true },
  { title: 'Firefox ESR', start: firefox, taken: 'modern', there: installed('firefox-esr') },
  { title: 'WebKitGTK', start: webkit, taken: 'modern', there: installed('WebKitWebDriver', 'Xvfb') },
  ...[...VERSIONS].reverse().map((version) => ({ title: `Chromium ${version}`, start: () => old(version), taken: 'legacy', there: true })),
];
const planned = BROWSERS.filter(({ there }) => there);
for (const { title, start, taken, there } of BROWSERS) test(title, { skip: !there && 'not installed' }, () => all(start, taken));
