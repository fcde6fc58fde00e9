// A list of ten thousand rows: opened, turned over, typed in, and reached from a finding.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, end, field, noSidewaysScroll, report, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

const FORM = 'coercion/seizure-decision';
const ROWS = 10_000;

/** Opens the sound decision with so many rows on its list; `spoil` may break some. */
async function opened(rows, spoil = () => {}, options = {}) {
  const data = JSON.parse(readFileSync(new URL(`../../src/form/${FORM}.sound.json`, import.meta.url), 'utf8'));
  const row = data.items[1];
  data.items = Array.from({ length: rows }, (_, i) => ({ ...row, name: `第${i + 1}件` }));
  data.listing.total = rows * row.amount;
  spoil(data);
  const page = await site.demo('', options);
  await page.setInputFiles('#file', { name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ form: FORM, data })) });
  await page.locator('#title', { hasText: '查封' }).waitFor();
  return page;
}

const focused = (page) => page.evaluate(() => document.activeElement.dataset.zhifa ?? document.activeElement.textContent);
const pager = (page) => page.getByRole('group', { name: /清单.*翻页|物品.*翻页/ });

test('a finding leads to row 9,999, where what is typed counts', async () => {
  const page = await opened(ROWS, (data) => { data.items[9_998].amount = 999; });
  const [only, ...others] = (await report(page)).errors;
  assert.match(only, /物品金额999元与数量乘以单价不符，应为210元/);
  assert.deepEqual(others, []);
  assert.ok(await page.locator('#form input').count() < 2_000, 'only a page of the rows is drawn');

  await page.locator('.finding.error a.where').click();
  assert.equal(await focused(page), 'items[9998].amount');
  assert.ok(await field(page, 'items[9998].amount').isVisible());
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('210');
  await page.waitForSelector('#report[data-outcome="pass"]');

  // The draft holds what was typed in a row that is on no page now.
  await pager(page).getByRole('button', { name: '上一页' }).click();
  assert.equal(await field(page, 'items[9998].amount').count(), 0);
  await page.locator('#saved', { hasText: '草稿已保存' }).waitFor();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.equal((await report(page)).outcome, 'pass');
  await end(page);
});

test('the submit lists an error on a row that is not on the page, with a link to it', async () => {
  const page = await opened(ROWS, (data) => { data.items[7_000].name = ''; data.items[2].amount = 5; });
  await page.locator('#form button[type=submit]').click();
  const links = page.locator('.zhifa-summary .zhifa-title + ul a');
  assert.deepEqual((await links.allTextContents()).map((words) => /第\d+行/.exec(words)[0]), ['第3行', '第7001行']);
  await links.nth(1).click();
  assert.equal(await focused(page), 'items[7000].name');
  assert.equal(await field(page, 'items[7000].name').getAttribute('aria-invalid'), 'true');
  await end(page);
});

test('the list is turned over by keyboard, and rows come and go where the officer is', async () => {
  for (const width of [1440, 360]) {
    const page = await opened(120, undefined, { viewport: { width, height: 800 } });
    const group = pager(page);
    assert.match(await group.textContent(), /第1至50行，共120行/);
    await group.getByRole('button', { name: '下一页' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    assert.match(await group.textContent(), /第101至120行，共120行/);
    assert.equal(await focused(page), '下一页', 'the focus stays on the button at the end too');
    assert.equal(await page.locator('details.row .gist').first().textContent(), '第101件　30厘米×20厘米　个');

    await group.getByRole('textbox').fill('60');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'items[59].name');
    await page.getByRole('button', { name: '删除第60行' }).click();
    assert.match(await group.textContent(), /第51至100行，共119行/);
    assert.equal(await field(page, 'items[59].name').inputValue(), '第61件');

    await page.getByRole('button', { name: /^添加一行物品/ }).click();
    assert.equal(await focused(page), 'items[119].name');
    assert.match(await group.textContent(), /第101至120行，共120行/);
    await noSidewaysScroll(page, `pager at ${width} px`);
    await accessible(page, 'pager');
    await end(page);
  }
});
