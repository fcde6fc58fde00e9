// Pages that hold more than one portal, or live for a whole day: nothing clashes, nothing is left behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { FORM, html, site } from './support/site.mjs';

const CSS = '<link rel="icon" href="data:,"><link rel="stylesheet" href="zhifa/zhifa-check.css">';
const check = (form) => `<zhifa-check form="penalty/decision">${form}</zhifa-check>`;
const second = FORM.replace(/id="(\w+)"/g, 'id="$12"');
const STYLE = `<style>
  p { margin: 40px; font-size: 30px; color: rgb(0, 128, 0) } a { color: rgb(0, 128, 0) } h2 { font-size: 60px; color: rgb(0, 128, 0) }
  ul { padding: 90px } section { border: 9px dotted } .error, .warning, .list, .title, .summary, .message { display: none } input { border: 1px solid rgb(1, 2, 3) }
</style>`;

let portal, browser;
before(async () => {
  portal = await site({
    'module.js': 'import * as zhifa from "./zhifa/zhifa.js"; import { attach } from "./zhifa/adapters/dom.js"; window.engine = zhifa; window.attach = attach; zhifa.init().then(() => { window.ready = true; });',
    'app.html': html(`${CSS}<script type="module" src="zhifa/zhifa-check.js"></script><script type="module" src="module.js"></script>`, '<main></main>'),
    'two.html': html(
      `${CSS}<script>window.before = Object.keys(window);</script><script src="zhifa/zhifa.legacy.js"></script>
      <script>window.first = zhifa; window.added = Object.keys(window).filter(key => !before.includes(key));</script><script src="zhifa/zhifa.nowasm.js"></script>`,
      check(FORM) + check(second) + '<form id="other"><p><input id="theirs"></p></form>'),
    'frame.html': html(CSS, '<iframe src="app.html"></iframe><iframe src="inner.html"></iframe>'),
    'inner.html': html(`${CSS}<script src="zhifa/zhifa.legacy.js"></script>`, check(FORM)),
    'period.html': html(
      `${CSS}<script src="zhifa/zhifa.legacy.js"></script>`,
      check('<form><p><input id="filed" name="case.filedOn" value="2026-06-10"></p><p><input id="decided" name="decidedOn" value="2026-09-21"></p><button>提交</button></form>')),
    'styled.html': html(`${STYLE}${CSS}<script src="zhifa/zhifa.legacy.js"></script>`, `${check(FORM)}<p id="own" class="error">自己的</p><form><input id="theirs" aria-invalid="true"></form>`),
    'plain.html': html(STYLE, `${check(FORM)}<p id="own" class="error">自己的</p><form><input id="theirs" aria-invalid="true"></form>`),
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--enable-precise-memory-info'] });
});
after(async () => {
  await browser.close();
  await portal.close();
});

async function open(name) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(error.message));
  await page.addInitScript(() => {
    addEventListener('submit', (event) => event.preventDefault());
    // The engine's memory, which the page cannot see.
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const real = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await real.apply(WebAssembly, given);
        window.memory = (made.instance ?? made).exports.memory;
        return made;
      };
    }
  });
  await page.goto(portal.url + name);
  return page;
}

/** What a page holds once all garbage is gone. */
async function held(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  const memory = await page.evaluate(() => window.memory.buffer.byteLength);
  await client.detach();
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners'), memory };
}

const ROUNDS = 100;

test('a script that has no calculator says so, and does not ask to try again', async () => {
  const page = await open('period.html');
  await page.waitForFunction(() => document.querySelector('zhifa-check')?.report);
  await page.click('button');
  const fold = page.locator('.zhifa-periods');
  for (let i = 0; i < 2; i++) {
    await fold.locator('summary').click();
    await page.waitForFunction(() => document.querySelector('.zhifa-periods').textContent === '期限怎么算本页没有推算程序，检查结果不受影响。');
    await fold.locator('summary').click();
  }
  assert.deepEqual(page.troubles, []);
  await page.close();
});

for (const way of ['element', 'attach']) {
  test(`a page that mounts and unmounts a form ${ROUNDS} times holds no more than before (${way})`, async (t) => {
    const page = await open('app.html');
    await page.waitForFunction(() => window.ready);
    const rounds = (count) => page.evaluate(async ({ count, form, way }) => {
      const main = document.querySelector('main');
      for (let i = 0; i < count; i++) {
        const host = document.createElement(way === 'element' ? 'zhifa-check' : 'div');
        host.setAttribute('form', 'penalty/decision');
        host.append(document.createRange().createContextualFragment(form));
        main.append(host);
        let attached;
        if (way === 'attach') attached = await window.attach(host.querySelector('form'), 'penalty/decision');
        else while (!host.report) await new Promise((done) => setTimeout(done));
        const input = host.querySelector('#rq');
        input.value = '2026年2月30日';
        input.dispatchEvent(new Event('input', { bubbles: true }));
        host.querySelector('form').requestSubmit();
        if (!document.querySelector('.zhifa-summary') || !document.title.startsWith('错误：')) throw new Error('it did not check');
        if (attached) attached.stop();
        host.remove();
        await new Promise((done) => setTimeout(done));
      }
    }, { count, form: FORM, way });
    await rounds(20);
    const start = await held(page);
    await rounds(ROUNDS);
    const end = await held(page);
    t.diagnostic(`${way}: ${JSON.stringify({ start, end })}`);
    assert.ok(end.heap - start.heap < 200_000, `the heap grew by ${end.heap - start.heap} bytes`);
    assert.ok(end.nodes - start.nodes <= 10, `${end.nodes - start.nodes} nodes are left`);
    assert.equal(end.listeners, start.listeners);
    assert.equal(end.memory, start.memory, 'the engine gave its memory back');
    assert.equal(await page.title(), '处罚决定登记');
    assert.deepEqual(page.troubles, []);
    await page.close();
  });
}

test('two portals in one page: one global, own reports, no id twice, one mark in the title', async () => {
  const page = await open('two.html');
  await page.waitForFunction(() => [...document.querySelectorAll('zhifa-check')].every((node) => node.report));
  assert.deepEqual(await page.evaluate(() => window.added.filter((key) => !['before', 'first'].includes(key))), ['zhifa']);
  assert.equal(await page.evaluate(() => window.first === window.zhifa), true, 'the first stays');
  for (const id of ['#rq', '#rq2']) {
    await page.fill(id, '2026年2月30日');
    await page.press(id, 'Tab');
  }
  await page.click('#send');
  await page.click('#send2');
  assert.equal(await page.locator('.zhifa-summary').count(), 2);
  assert.equal(await page.title(), '错误：处罚决定登记');
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((node) => node.id));
  assert.equal(new Set(ids).size, ids.length, ids.join(' '));
  await page.fill('#rq', '');
  await page.fill('#theirs', '2026年2月30日');
  await page.press('#theirs', 'Tab');
  assert.equal(await page.locator('#other .zhifa-message').count(), 0, 'a form outside is left alone');
  assert.match(await page.title(), /^错误：/, 'the second still has errors');
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test('two copies of the script in one page share the title and take no id of each other', async () => {
  const page = await open('two.html');
  await page.waitForFunction(() => document.querySelector('zhifa-check').report);
  await page.evaluate(() => {
    // The other portal's copy, with an element of its own.
    delete window.zhifa;
    const script = document.createElement('script');
    script.src = 'zhifa/zhifa.nowasm.js';
    document.head.append(script);
  });
  await page.waitForFunction(() => window.zhifa);
  await page.evaluate(() => window.zhifa.init().then((zhifa) => zhifa.attach(document.querySelector('#other'), 'penalty/decision', { mapping: { theirs: 'decidedOn' } })));
  await page.fill('#theirs', '2026年2月30日');
  await page.fill('#rq', '2026年2月30日');
  await page.evaluate(() => { document.querySelector('#other').requestSubmit(); document.querySelector('#register').requestSubmit(); });
  assert.equal(await page.locator('.zhifa-summary').count(), 2);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((node) => node.id));
  assert.equal(new Set(ids).size, ids.length, ids.join(' '));
  assert.equal(await page.title(), '错误：处罚决定登记');
  await page.fill('#theirs', '2026年9月14日');
  assert.equal(await page.title(), '错误：处罚决定登记', 'the other copy still has errors');
  await page.close();
});

test('a form that is reset goes back to the reasons that the portal gave', async () => {
  const page = await open('two.html');
  await page.waitForFunction(() => window.zhifa && document.querySelector('zhifa-check').report);
  const reasons = await page.evaluate(async () => {
    const zhifa = await window.zhifa.init();
    const form = document.querySelector('#other');
    document.querySelector('#theirs').setAttribute('value', '莘交罚[2026]19号');
    const acknowledge = [{ rule: 'WZ002', path: 'documentNumber', reason: '系统编号' }];
    const attached = await zhifa.attach(form, 'penalty/decision', { mapping: { theirs: 'documentNumber' }, acknowledge });
    attached.acknowledge('WZ002', 'documentNumber', '另一理由');
    form.reset();
    await new Promise((done) => setTimeout(done, 50));
    return attached.report.findings.filter(({ rule }) => rule === 'WZ002').map(({ acknowledged }) => acknowledged);
  });
  assert.deepEqual(reasons, ['系统编号']);
  await page.close();
});

test('portals in frames', async () => {
  const page = await open('frame.html');
  const inner = page.frames().find((frame) => frame.url().endsWith('inner.html'));
  await inner.waitForFunction(() => document.querySelector('zhifa-check').report);
  await inner.fill('#rq', '2026年2月30日');
  await inner.press('#rq', 'Tab');
  await inner.click('#send');
  assert.equal(await inner.locator('.zhifa-summary').count(), 1);
  assert.equal(await inner.title(), '错误：处罚决定登记');
  assert.equal(await page.title(), '处罚决定登记', 'the page around keeps its own');
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test('styles leak neither way', async () => {
  const look = (page, selector, ...names) => page.locator(selector).first().evaluate((node, names) => names.map((name) => getComputedStyle(node)[name]), names);
  const page = await open('styled.html');
  await page.waitForFunction(() => document.querySelector('zhifa-check').report);
  await page.fill('#rq', '2026年2月30日');
  await page.press('#rq', 'Tab');
  await page.click('#send');
  assert.deepEqual(await look(page, '.zhifa-message', 'marginTop', 'color', 'display'), ['0px', 'rgb(180, 35, 24)', 'block']);
  assert.deepEqual(await look(page, '.zhifa-summary', 'borderTopWidth', 'borderTopStyle'), ['2px', 'solid']);
  assert.deepEqual(await look(page, '.zhifa-title', 'color'), ['rgb(27, 39, 51)']);
  assert.deepEqual(await look(page, '.zhifa-link', 'color'), ['rgb(180, 35, 24)']);
  const bare = await open('plain.html');
  for (const selector of ['#own', '#theirs', 'body', '#xydm', 'button', 'zhifa-check label']) {
    const all = (where) => where.locator(selector).first().evaluate((node) => {
      const style = getComputedStyle(node);
      // How wide things are depends on the window.
      return [...style].filter((name) => !/^(block|inline)-size$|^(width|height|perspective-origin|transform-origin)$|^--zhifa/.test(name)).map((name) => `${name}: ${style.getPropertyValue(name)}`);
    });
    assert.deepEqual(await all(page), await all(bare), selector);
  }
  await bare.close();
  await page.close();
});
