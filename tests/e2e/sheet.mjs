// A table of officers dropped on the page, as an officer meets it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as XLSX from '@e965/xlsx';
import { FORM, csv, rows } from '../../bench/sheet/rows.mjs';
import { accessible, end, noSidewaysScroll, start } from './support/browser.mjs';

let site;
const folder = mkdtempSync(join(tmpdir(), 'zhifa-sheet-'));
before(async () => { site = await start(); });
after(async () => { await site.close(); rmSync(folder, { recursive: true }); });

/** Writes a file of these bytes, → its path. */
function file(name, bytes) {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

/** A workbook of one worksheet of these rows; `change` may alter the worksheet before it is written. */
function workbook(name, table, change = () => {}) {
  const sheet = XLSX.utils.aoa_to_sheet(table);
  change(sheet);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '台账');
  return file(name, XLSX.write(book, { type: 'buffer', bookType: name.split('.').pop() === 'xls' ? 'biff8' : 'xlsx', compression: true }));
}

/** A small roster with a wrong sum in G6, too few hours of public law in D7, and a name missing in A8. */
const SMALL = [
  ['2025年度行政执法人员培训学时台账'],
  ['填报单位（盖章）：聊城市城市管理局', null, null, null, '统计截止日：2025-12-31'],
  ['姓名', '执法证号', '政治理论', '公共法律知识', '业务知识', '实操技能', '合计', '科队'],
  ['闫书航', '15080616031', 16, 32, 24, 32, 104, '一大队'],
  ['武晓雯', '15080616032', 16, 32, 24, 32, 104, '一大队'],
  ['仝海涛', '15080616033', 16, 32, 24, 32, 105, '二大队'],
  ['阮玉洁', '15080616034', 16, 20, 32, 32, 100, '二大队'],
  [null, '15080616035', 16, 40, 30, 32, 118, '二大队'],
];

const open = (page, path) => page.setInputFiles('#file', path);
const given = (page, label) => page.getByLabel(label, { exact: true });

/** Opens a roster on its form and waits for its columns. */
async function opened(path, options) {
  const page = await site.demo('?form=training/roster', options);
  await open(page, path);
  await page.waitForSelector('#sheet-start, #sheet-row, .sheet-desk [role=alert]:not(:empty)');
  return page;
}

async function check(page) {
  await page.click('#sheet-start');
  await page.waitForSelector('.sheet-outcome');
  await page.waitForSelector('.sheet-findings, .sheet-part .hint');
}

const findings = (page) => page.$$eval('.sheet-finding > p:first-child', (all) => all.map((one) => one.textContent));
const trouble = (page) => page.locator('.sheet-desk [role=alert]').first().textContent();
const notes = (page) => page.$$eval('.sheet-notes li', (all) => all.map((one) => one.textContent).join('\n'));

async function download(page, selector) {
  const [got] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  const path = join(folder, got.suggestedFilename());
  await got.saveAs(path);
  return { name: got.suggestedFilename(), bytes: readFileSync(path) };
}

test('a roster is read, its columns are matched, and each finding names its cell', async () => {
  const page = await opened(workbook('台账.xlsx', SMALL));
  assert.equal(await given(page, '机关名称').inputValue(), '聊城市城市管理局', 'taken from above the table');
  assert.equal(await given(page, '统计截止日').inputValue(), '2025-12-31');
  assert.equal(await given(page, '培训年度').inputValue(), '2025');
  await given(page, '机关名称').fill('聊城市城管局');
  await page.getByRole('button', { name: '按此行' }).click();
  await page.waitForSelector('#sheet-start');
  assert.equal(await given(page, '机关名称').inputValue(), '聊城市城管局', 'what the officer typed stays when the heading is read again');
  await given(page, '机关名称').fill('聊城市城市管理局');
  assert.deepEqual(await page.$$eval('.sheet-mark', (all) => all.map((one) => one.textContent)), Array(8).fill('已对应'));
  await accessible(page, 'columns');
  await noSidewaysScroll(page, 'columns');
  const named = await page.$$eval('#sheet-form option', (all) => all.map((one) => one.textContent));
  assert.ok(named.includes('查封、扣押决定书（物品清单）'), 'lists by what officers call them');
  assert.deepEqual(named.filter((one) => /[a-z]{4}/i.test(one)), []);
  await given(page, '行政区划代码').fill('371500');
  await given(page, '应训人数').fill('5');
  await check(page);
  assert.match(await page.locator('.sheet-outcome').textContent(), /^有错误：检查5行，错误2 · 需核对1/);
  const found = await findings(page);
  assert.ok(found.some((one) => /G6.*仝海涛的合计105学时，四类之和为104学时/.test(one)), found.join('\n'));
  assert.ok(found.some((one) => /D7.*阮玉洁公共法律知识20学时，应不少于30学时/.test(one)), found.join('\n'));
  assert.ok(found.some((one) => /A8填写姓名/.test(one)), 'the cell stands for the row');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'sheet-outcome');
  await accessible(page, 'findings');
  await noSidewaysScroll(page, 'findings');
  const units = await page.$$eval('[aria-labelledby=sheet-units] tbody tr', (all) => all.map((row) => row.textContent));
  assert.equal(units.length, 2);
  assert.match(units[1], /聊城市城市管理局二大队3/);
  const bar = page.locator('[aria-labelledby=sheet-officers] tbody svg').first();
  assert.equal(await bar.getAttribute('aria-label'), '政治理论16，公共法律知识32，业务知识24，实操技能32');
  await page.locator('#sheet-officers-faulty').check();
  await page.waitForFunction(() => document.querySelectorAll('[aria-labelledby=sheet-officers] tbody tr').length === 3);
  await page.selectOption('#sheet-rule', 'PX061');
  await page.waitForFunction(() => document.querySelectorAll('.sheet-finding').length === 1);
  await page.getByRole('button', { name: '关闭表格' }).click();
  assert.ok(await page.locator('#form').isVisible(), 'the form is back');
  await end(page);
});

test('the chart speaks of the categories that the table has', async () => {
  const page = await opened(workbook('两类.xlsx', SMALL.map((row, at) => (at < 2 ? row : [row[0], row[1], row[3], row[4]]))));
  await check(page);
  // A column that is not there is asked for once, not in every row.
  const lacking = (await findings(page)).filter((one) => /政治理论|实操技能|合计/.test(one));
  assert.deepEqual(lacking.map((one) => /表格没有“(.*?)”一列，5行应当填写/.exec(one)?.[1]).sort(), ['合计', '实操技能', '政治理论'], lacking.join('\n'));
  assert.deepEqual(await page.$$eval('[aria-labelledby=sheet-units] .sheet-legend li', (all) => all.map((one) => one.textContent)), ['公共法律知识', '业务知识']);
  assert.equal(await page.locator('[aria-labelledby=sheet-officers] tbody svg').first().getAttribute('aria-label'), '公共法律知识32，业务知识24');
  await end(page);
});

test('on a narrow screen, by keyboard', async () => {
  const page = await opened(workbook('窄.xlsx', SMALL), { viewport: { width: 360, height: 740 } });
  await noSidewaysScroll(page, 'narrow columns');
  await accessible(page, 'narrow columns');
  await page.locator('#sheet-start').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.sheet-findings');
  await noSidewaysScroll(page, 'narrow findings');
  await accessible(page, 'narrow findings');
  await end(page);
});

test('a heading that only resembles a field is confirmed first', async () => {
  const table = SMALL.map((row) => [...row]);
  table[2][7] = '所属科队名';
  const page = await opened(workbook('待确认.xlsx', table));
  await page.click('#sheet-start');
  assert.match(await trouble(page), /有1栏待确认：H列“所属科队名”/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '确认');
  await page.keyboard.press('Enter');
  await check(page);
  await page.getByRole('button', { name: '返回各列对应' }).click();
  // Another field takes the column from the one that had it.
  await page.getByLabel('第H列“所属科队名”对应的栏目').selectOption('rows[].name');
  assert.equal(await page.getByLabel('第A列“姓名”对应的栏目').inputValue(), '');
  await end(page);
});

test('the table comes back with its findings, and a text is never a formula', async () => {
  const table = SMALL.map((row) => [...row]);
  table[2].push('备注');
  for (const [at, text] of [[3, '=1+1'], [4, '+86635'], [5, '-甲'], [6, '@SUM(A1)']]) table[at][8] = text;
  const page = await opened(workbook('公式.xlsx', table));
  await check(page);
  const xlsx = await download(page, '#sheet-save-xlsx');
  assert.equal(xlsx.name, '公式（检查后）.xlsx');
  const book = XLSX.read(xlsx.bytes, { cellStyles: true });
  assert.deepEqual(book.SheetNames, ['检查后的表', '检查结果']);
  const sheet = book.Sheets['检查后的表'];
  assert.equal(sheet.J3.v, '检查发现');
  assert.match(sheet.J6.v, /【错误】仝海涛的合计105学时，四类之和为104学时，应相等（可改为104）/);
  assert.equal(sheet.G6.v, 105, 'as it was');
  assert.deepEqual(['I4', 'I5', 'I6', 'I7'].map((at) => [sheet[at].t, sheet[at].v, sheet[at].f]), [['s', '=1+1', undefined], ['s', '+86635', undefined], ['s', '-甲', undefined], ['s', '@SUM(A1)', undefined]]);
  assert.ok(XLSX.utils.sheet_to_json(book.Sheets['检查结果']).some((one) => one['位置'] === 'G6' && one['规则'] === 'PX061'));
  await page.locator('#sheet-fixed').check();
  const fixed = await download(page, '#sheet-save-csv');
  assert.equal(fixed.name, '公式（已改正）.csv');
  const text = fixed.bytes.toString('utf8');
  assert.ok(text.startsWith('\ufeff'), 'a spreadsheet sees that it is UTF-8');
  assert.match(text, /仝海涛,15080616033,16,32,24,32,104,二大队,'-甲,【错误】/);
  assert.match(text, /闫书航,15080616031,16,32,24,32,104,一大队,'=1\+1,/);
  await page.getByRole('button', { name: '关闭表格' }).click();

  // What was given back is taken in again: the sum is right now, and the column of findings is no field.
  await open(page, join(folder, fixed.name));
  await page.waitForSelector('#sheet-start');
  assert.equal(await page.locator('tr', { hasText: '检查发现' }).locator('.sheet-mark').textContent(), '不采用');
  await check(page);
  assert.ok(!(await findings(page)).some((one) => one.includes('PX061')));
  await end(page);
});

test('.xls, and .csv in UTF-8 and GB18030, read the same', async () => {
  const told = [];
  const text = SMALL.map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n');
  const gb = Buffer.from(await gb18030(text));
  for (const path of [workbook('老.xls', SMALL), file('新.csv', text), file('旧.csv', gb)]) {
    const page = await opened(path);
    await check(page);
    told.push(await findings(page));
    if (path.endsWith('旧.csv')) assert.match(await notes(page), /按GB18030编码读取/);
    await end(page);
  }
  assert.deepEqual(told[1], told[0]);
  assert.deepEqual(told[2], told[0]);
});

/** The bytes of a text in GB 18030, from the decoder that Node has. */
async function gb18030(text) {
  const decoder = new TextDecoder('gbk');
  const codes = new Map();
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  return [...text].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : codes.get(c)));
}

test('a heading of two rows, merged cells, days as numbers and as text', async () => {
  const table = [
    ['序号', '姓名', '执法证号', '学时', null, null, null, null, '到岗日期', '科队'],
    [null, null, null, '政治理论', '公共法律知识', '业务知识', '实操技能', '合计', null, null],
    [1, '闫书航', '15080616031', 16, 32, 24, 32, 104, 45768, '一大队'],
    [2, '武晓雯', '15080616032', 16, 32, 24, 32, 104, '2024年5月1日', null],
    [3, '仝海涛', '15080616033', 16, 32, 24, 32, 104, '2025-02-30', null],
    ['合计', null, null, 48, 96, 72, 96, 313],
    ['填表人：王敏'],
  ];
  const page = await opened(workbook('两行.xlsx', table, (sheet) => {
    const at = (from, to) => ({ s: XLSX.utils.decode_cell(from), e: XLSX.utils.decode_cell(to) });
    sheet['!merges'] = [at('A1', 'A2'), at('B1', 'B2'), at('C1', 'C2'), at('D1', 'H1'), at('I1', 'I2'), at('J1', 'J2'), at('J3', 'J5')];
  }));
  assert.deepEqual(await page.$$eval('.sheet-mark', (all) => all.map((one) => one.textContent)), Array(10).fill('已对应'));
  assert.match(await notes(page), /合并的单元格/);
  await given(page, '行政区划代码').fill('371500');
  await given(page, '培训年度').fill('2025');
  await given(page, '统计截止日').fill('2025-12-31');
  await check(page);
  const found = await findings(page);
  assert.ok(found.some((one) => /I5.*到岗日期不存在：2025年2月只有28日/.test(one)), found.join('\n'));
  assert.ok(found.some((one) => /总学时313学时，各行之和为312学时/.test(one)), 'the row 合计 is compared, not checked as an officer');
  assert.match(await notes(page), /“到岗日期”一栏有1格是日期序号/);
  assert.match(await notes(page), /第6行是合计行/);
  assert.match(await page.locator('.sheet-outcome').textContent(), /检查3行/);
  assert.equal(await page.locator('[aria-labelledby=sheet-units] tbody tr').count(), 1, 'the merged unit stands over all three');
  await end(page);
});

test('a record of several officers is one document an officer', async () => {
  const table = [
    ['单位', '姓名', '执法证号', '培训年度', '课程名称', '类别', '开始日期', '结束日期', '认定学时'],
    ['聊城市城市管理局', '闫书航', '15080616031', 2025, '专题轮训', '政治理论', '2025-04-21', '2025-04-22', 16],
    ['聊城市城市管理局', '闫书航', '15080616031', 2025, '公共法律知识', '公共法律知识', '2025-05-12', '2025-05-14', 24],
    ['聊城市城市管理局', '武晓雯', '15080616032', 2025, '专题轮训', '政治理论', '2025-04-23', '2025-04-22', 16],
  ];
  const page = await opened(workbook('档案.xlsx', table));
  assert.deepEqual(await page.$$eval('.sheet-mark', (all) => all.map((one) => one.textContent)), Array(9).fill('已对应'));
  assert.match(await page.locator('#sheet-form option:checked').textContent(), /培训档案/);
  await check(page);
  const officers = await page.$$eval('[aria-labelledby=sheet-officers] tbody tr', (all) => all.map((row) => row.textContent));
  assert.equal(officers.length, 2);
  assert.match(officers[0], /^闫书航15080616031政治理论16，公共法律知识24，/);
  const where = await page.$$eval('.sheet-where', (all) => all.map((one) => one.textContent));
  assert.ok(where.some((one) => /^第4行/.test(one)), where.join('\n'));
  await end(page);
});

let packed;

/** A zip of one entry that unpacks to 1.1 GB, by hand, so that it can say `told` bytes and lie. */
function bomb(told) {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const deflated = (packed ??= gzipSync(Buffer.alloc(1100 << 20), { level: 9 }).subarray(10, -8));
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(deflated.length, 18);
  local.writeUInt32LE(told, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(deflated.length, 20);
  central.writeUInt32LE(told, 24);
  central.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([local, name, deflated]);
  const tail = Buffer.alloc(22);
  tail.write('PK\x05\x06', 'latin1');
  tail.writeUInt16LE(1, 8);
  tail.writeUInt16LE(1, 10);
  tail.writeUInt32LE(central.length + name.length, 12);
  tail.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, central, name, tail]);
}

test('odd files get a clear message, and nothing is lost', async () => {
  const page = await site.demo('?form=training/roster');
  await page.locator('[data-zhifa="agency.name"]').fill('聊城市城市管理局');
  const cfb = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(cfb, 'EncryptionInfo', Buffer.alloc(64));
  XLSX.CFB.utils.cfb_add(cfb, 'EncryptedPackage', Buffer.alloc(4096));
  const protectedBytes = XLSX.CFB.write(cfb, { type: 'buffer' });
  const good = readFileSync(workbook('好.xlsx', SMALL));
  const wrong = Buffer.alloc(3000);
  for (let at = 0; at < wrong.length; at++) wrong[at] = at % 7 === 6 ? 10 : at % 2 ? 0xff : 0x80;
  for (const [name, bytes, words] of [
    ['空.xlsx', readFileSync(workbook('空.xlsx', [])), /工作表“台账”是空的/],
    ['空.csv', Buffer.from('\r\n \r\n'), /文件是空的/],
    ['密码.xlsx', protectedBytes, /设有打开密码/],
    ['断.xlsx', good.subarray(0, good.length - 900), /损坏，或者没有下载完整/],
    ['网页.xls', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'), /内容是网页/],
    ['乱码.csv', wrong, /编码不是UTF-8，也不是GB18030/],
    ['炸弹.xlsx', bomb(1100 << 20), /解压后过大/],
    ['说谎的炸弹.xlsx', bomb(1000), /解压后过大/],
  ]) {
    await open(page, file(name, bytes));
    await page.waitForFunction((n) => document.querySelector('#sheet-title')?.textContent.includes(n) && document.querySelector('.sheet-desk [role=alert]'), name, { timeout: 120_000 });
    assert.match(await trouble(page), words, name);
    assert.ok(await page.getByRole('button', { name: '再读一次' }).isVisible());
  }
  await accessible(page, 'odd file');
  await page.getByRole('button', { name: '关闭表格' }).click();
  assert.equal(await page.locator('[data-zhifa="agency.name"]').inputValue(), '聊城市城市管理局', 'the form is as it was');
  await end(page);
});

test('a table without a heading asks where it is', async () => {
  const page = await opened(workbook('无表头.xlsx', [['甲', '乙', '丙'], ['闫书航', '15080616031', 16], ['武晓雯', '15080616032', 16]]));
  assert.match(await notes(page), /没有找到表头/);
  await accessible(page, 'no heading');
  await given(page, '表头从第几行起').fill('1');
  await page.getByRole('button', { name: '按此行' }).click();
  await page.waitForSelector('#sheet-start');
  await page.getByLabel('第A列“甲”对应的栏目').selectOption('rows[].name');
  await check(page);
  assert.match(await page.locator('.sheet-outcome').textContent(), /检查2行/);
  await end(page);
});

// How long the page's tasks take, bench/tasks.mjs measures.
test('100,000 rows: a cancel keeps what was settled, memory stays in bounds', async () => {
  const page = await site.demo('?form=training/roster');
  await open(page, file('十万.csv', csv(rows(100_000))));
  await page.waitForSelector('.sheet-busy progress');
  await page.waitForSelector('#sheet-start', { timeout: 120_000 });
  const labels = { 'agency.name': '机关名称', 'agency.regionCode': '行政区划代码', year: '培训年度', asOf: '统计截止日' };
  for (const [field, text] of Object.entries(FORM)) await given(page, labels[field]).fill(text);
  await page.getByLabel('第O列“备注”对应的栏目').selectOption('');
  // A check takes less time than Playwright takes to find the button.
  await page.evaluate(() => {
    document.querySelector('#sheet-start').click();
    document.querySelector('.sheet-busy button').click();
  });
  await page.getByText('已取消检查，各列的对应仍然保留。').waitFor();
  await page.waitForSelector('#sheet-start', { timeout: 120_000 });
  assert.equal(await given(page, '机关名称').inputValue(), FORM['agency.name'], 'a cancel keeps what was typed');
  assert.equal(await page.getByLabel('第O列“备注”对应的栏目').inputValue(), '', 'and what was settled');
  await page.click('#sheet-start');
  await page.waitForSelector('.sheet-findings', { timeout: 120_000 });
  assert.match(await page.locator('.sheet-outcome').textContent(), /检查100,000行，错误[\d,]+ · 需核对[\d,]+/);
  await page.getByRole('navigation', { name: '发现翻页' }).getByRole('button', { name: '下一页' }).click();
  await page.locator('.sheet-at', { hasText: '第51—100条' }).waitFor();
  const xlsx = await download(page, '#sheet-save-xlsx');
  assert.ok(xlsx.bytes.length > 1_000_000);
  assert.ok(Number(await page.locator('#sheet-desk').getAttribute('data-memory')) < 500 << 20, 'the worker keeps below 500 MB');
  await end(page);
});

test('a file of 50 MB is read or refused in words, and the page stays', async () => {
  const line = `${'备注很长'.repeat(20)},`.repeat(2);
  const text = `姓名,执法证号,备注\n${Array.from({ length: 210_000 }, (_, at) => `甲${at},15${100000000 + at},${line.slice(0, 78)}`).join('\n')}`;
  const big = Buffer.from(text);
  assert.ok(big.length > 50_000_000, String(big.length));
  const page = await site.demo('?form=training/roster');
  await open(page, file('很大.csv', big));
  await page.waitForSelector('#sheet-start', { timeout: 120_000 });
  await page.click('#sheet-start');
  await page.waitForSelector('.sheet-outcome', { timeout: 180_000 });
  assert.match(await notes(page), /最多检查200000行，超出的行没有检查/);
  await page.getByRole('button', { name: '关闭表格' }).click();
  await open(page, file('更大.csv', Buffer.concat([big, Buffer.from('\n'), big])));
  await page.locator('.sheet-desk [role=alert]', { hasText: /文件有\d+MB，最多读100MB/ }).waitFor({ timeout: 120_000 });
  await end(page);
});
