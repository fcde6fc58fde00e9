// A decision as a record of 双公示.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, end, example, field, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Rows of a CSV, as a spreadsheet reads them. */
function rows(text) {
  const all = [[]];
  for (const [, quoted, plain, stop] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    all.at(-1).push(quoted?.replace(/""/g, '"') ?? plain);
    if (stop === '\r\n') all.push([]);
    if (stop === '') break;
  }
  return all.filter((row) => row.length > 1);
}

async function exported(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#publish')]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.equal(text[0], '\uFEFF', 'a spreadsheet sees UTF-8 by it');
  const [names, values, ...others] = rows(text.slice(1));
  assert.deepEqual(others, []);
  assert.equal(values.length, names.length);
  return { file: download.suggestedFilename(), names, value: Object.fromEntries(names.map((name, i) => [name, values[i]])) };
}

test('the sound decision as a record; what the form does not hold is blank and said', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const { file, names, value } = await exported(page);
  assert.equal(file, '双公示 临市监罚〔2026〕58号.csv');
  assert.equal(names.length, 30);
  assert.deepEqual([names[0], names[13], names[29]], ['行政相对人名称', '行政处罚决定书文号', '备注']);
  assert.equal(value['行政相对人类别'], '法人及非法人组织');
  assert.equal(value['行政相对人代码_1（统一社会信用代码）'], '91371581MADK6T3W15');
  assert.equal(value['法定代表人'], '邢立群');
  assert.equal(value['处罚类别'], '罚款；没收违法所得');
  assert.equal(value['罚款金额（万元）'], '12');
  assert.equal(value['没收违法所得、没收非法财物的金额（万元）'], '0.18');
  assert.equal(value['处罚决定日期'], '2026-09-14');
  assert.equal(value['公示截止期'], '');
  const notice = page.locator('.notice', { hasText: '已导出' });
  assert.match(await notice.textContent(), /空着的栏.*处罚有效期、公示截止期、数据来源单位/);
  await accessible(page, 'exported record');
  await end(page);
});

test('what looks like a formula and what is a long number stay text, and no sum is made of what is none', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  await page.locator('[data-zhifa="party.kind"]:is(select)').selectOption('公民');
  await field(page, 'party.name').fill('=HYPERLINK("http://x","王,某")');
  await field(page, 'party.idNumber').fill('371581198503124010');
  await field(page, 'decidedOn').fill('2026年9月14日');
  await page.evaluate(() => document.querySelectorAll('details.row').forEach((row) => { row.open = true; }));
  await field(page, 'penalties[0].amount').fill('1.25万元');
  let { value } = await exported(page);
  assert.equal(value['行政相对人名称'], `'=HYPERLINK("http://x","王,某")`);
  assert.equal(value['行政相对人类别'], '自然人');
  assert.deepEqual([value['法定代表人'], value['证件类型'], value['证件号码']], ['', '身份证', '\t371581198503124010']);
  assert.equal(value['处罚决定日期'], '2026-09-14');
  assert.equal(value['罚款金额（万元）'], '1.25');
  await field(page, 'penalties[0].amount').fill('若干');
  ({ value } = await exported(page));
  assert.equal(value['罚款金额（万元）'], '');
  await end(page);
});

test('other forms have no such button', async () => {
  const page = await site.demo('?form=penalty/case-filing');
  assert.equal(await page.locator('#publish').isVisible(), false);
  await end(page);
});
