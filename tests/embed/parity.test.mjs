// One engine, whatever it runs on: the command, Node and every build in Chromium, one family's too, give the same reports to the byte.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as node from '../../dist/zhifa/zhifa.node.js';
import { examples, generated } from './support/documents.mjs';
import { current } from './support/drivers.mjs';
import { html, root, site } from './support/site.mjs';

const DATE = '2026-11-23';
const lines = [...examples(), ...generated(1000)].map((document) => JSON.stringify(document));
let reports;
let portal, browser;

before(async () => {
  reports = lines.map((line) => node.checkJsonText(line, Object.freeze({ date: DATE })));
  portal = await site({
    'module.html': html('<script type="module" src="module.js"></script>', ''),
    'legacy.html': html('<script src="zhifa/zhifa.legacy.js"></script>', ''),
    'nowasm.html': html('<script src="zhifa/zhifa.nowasm.js"></script>', ''),
    'module.js': 'import * as zhifa from "./zhifa/zhifa.js"; window.zhifa = zhifa;',
  });
  browser = await current();
});
after(async () => {
  await browser.close();
  await portal.close();
});

const same = (told, where) => {
  assert.equal(told.length, reports.length, where);
  told.forEach((report, i) => assert.equal(report, reports[i], `${where}: ${lines[i].slice(0, 400)}`));
};

test('the documents try something', () => {
  const found = reports.map((report) => JSON.parse(report));
  assert.ok(found.length > 1100);
  assert.ok(found.some(({ outcome }) => outcome === 'pass') && found.some(({ outcome }) => outcome === 'errors'));
  assert.ok(new Set(found.flatMap(({ findings }) => findings.map(({ rule }) => rule))).size > 300, 'many rules speak');
});

test('a session and a check of its data give one hash', () => {
  for (const { form, data } of examples()) {
    const session = new node.Session(form, { date: DATE });
    session.load(JSON.stringify(data));
    const checked = node.check({ form, data: JSON.parse(session.dataJson()) }, { date: DATE });
    assert.deepEqual(session.report(), checked, form);
    session.free();
  }
});

test('the command', () => {
  execFileSync('cargo', ['build', '--quiet', '--locked', '--features', 'cli'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const command = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/zhifa');
  const { stdout, stderr } = spawnSync(command, ['check', '-', '--format', 'json', '--date', DATE], {
    input: `${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28,
  });
  assert.equal(stderr, '');
  same(stdout.trimEnd().split('\n'), 'the command');
});

test("Chromium, each document by its family's own build", async () => {
  const page = await browser.page();
  await page.goto(`${portal.url}module.html`);
  for (let tries = 0; !(await page.evaluate('!!window.zhifa')) && tries < 100; tries++) await new Promise((done) => setTimeout(done, 50));
  const told = await page.evaluate(`(async () => {
    const told = [];
    for (const line of ${JSON.stringify(lines)}) told.push((await zhifa.engine(JSON.parse(line).form)).checkJsonText(line, { date: "${DATE}" }));
    return told;
  })()`);
  same(told, 'family builds');
  const files = await page.evaluate('performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop()).filter(name => name.endsWith(".wasm")).sort()');
  assert.deepEqual(files, ['coercion', 'filing', 'inspection', 'licensing', 'penalty', 'training'].map((family) => `${family}_bg.wasm`));
  await page.close();
});

for (const [name, build] of [['module', 'modern'], ['legacy', 'legacy'], ['nowasm', 'nowasm']]) {
  test(`Chromium, ${build}`, async () => {
    const page = await browser.page();
    await page.goto(`${portal.url}${name}.html`);
    for (let tries = 0; !(await page.evaluate('!!window.zhifa')) && tries < 100; tries++) await new Promise((done) => setTimeout(done, 50));
    await page.evaluate('zhifa.init()');
    assert.equal(await page.evaluate('zhifa.build'), build);
    const told = await page.evaluate(`${JSON.stringify(lines)}.map(line => zhifa.checkJsonText(line, { date: "${DATE}" }))`);
    same(told, build);
    await page.close();
  });
}
