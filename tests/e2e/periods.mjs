// How a date was reached: under a finding, in the calculator, on paper, and in a portal's form.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, end, example, field, noSidewaysScroll, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

const OVERDUE = ['2026-09-07（周一）', '2026-06-08（周一）之后90日，当日不计入', '计入90日：2026-06-09至2026-09-06', '顺延1日：2026-09-06 周日'];
const lines = (account) => account.locator('li').allTextContents();

test('a finding that rests on a date says day by day how it was reached', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'defects');
  const finding = page.locator('.finding', { hasText: '超过办案期限' });
  const fold = finding.locator('details', { hasText: '期限怎么算' });
  assert.equal(await page.locator('.finding details', { hasText: '期限怎么算' }).count(), 1, 'only where a period decided');
  await fold.locator('summary').click();
  await fold.locator('.zhifa-account').waitFor();
  assert.deepEqual(await lines(fold), OVERDUE);
  await accessible(page, 'account');

  // Another day of filing: another account.
  await field(page, 'case.filedOn').fill('2026-06-10');
  await fold.locator('summary').click();
  await fold.locator('li', { hasText: '2026-06-10（周三）之后90日' }).waitFor();
  assert.equal((await lines(fold))[0], '2026-09-08（周二）');
  await end(page);
});

test('the printed report holds the accounts', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'defects');
  await page.evaluate(() => { window.print = () => { document.documentElement.dataset.printed = '1'; }; });
  await page.click('#print');
  await page.waitForSelector('html[data-printed]');
  await page.emulateMedia({ media: 'print' });
  const account = page.locator('#paper td .zhifa-account');
  await account.waitFor();
  assert.deepEqual(await lines(account), OVERDUE);
  await end(page);
});

test('the calculator reckons as it is typed in, and says what cannot be', async () => {
  for (const width of [1440, 360]) {
    const page = await site.demo('', { viewport: { width, height: 800 } });
    await page.getByRole('button', { name: '期限计算' }).click();
    const result = page.locator('#reckon-result');
    await page.getByLabel('起算日').fill('2024年5月1日');
    await page.getByLabel('期限', { exact: true }).fill('７');
    await result.locator('li').first().waitFor();
    assert.equal(await result.locator('.end').textContent(), '届满2024-05-13（周一）');
    assert.deepEqual(await lines(result), [
      '2024-05-01（周三）之后7个工作日，当日不计入',
      '计入7日：2024-05-06至2024-05-10，2024-05-11 调休上班，2024-05-13',
      '跳过5日：2024-05-02至2024-05-05 劳动节放假，2024-05-12 周日',
    ]);
    await noSidewaysScroll(page, `calculator at ${width} px`);
    await accessible(page, 'calculator');

    await page.getByLabel('单位').selectOption('个月');
    assert.equal(await result.locator('.end').textContent(), '届满2024-12-02（周一）');
    await page.getByLabel('末日是休息日也不顺延').check();
    assert.equal(await result.locator('.end').textContent(), '届满2024-12-01（周日）');

    await page.getByLabel('单位').selectOption('小时');
    await result.locator('.bad', { hasText: '起算时刻缺少时刻' }).waitFor();
    await page.getByLabel('起算时刻').fill('2024年5月1日9时20分');
    assert.equal(await result.locator('.end').textContent(), '届满2024-05-01 16:20');

    await page.getByLabel('期限', { exact: true }).fill('一周');
    assert.equal(await result.textContent(), '期限应为整数，如7、-30');
    await page.getByLabel('期限', { exact: true }).fill('99999999999');
    await result.locator('.bad', { hasText: '期限' }).waitFor();
    assert.match(await result.textContent(), /^期限(应为整数|超出可推算的范围)/);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'reckon');
    await end(page);
  }
});

test('in a portal the message at the field has the account too', async () => {
  const page = await site.page('embed.html');
  await page.waitForFunction(() => document.querySelector('zhifa-check')?.report);
  await page.evaluate(() => {
    const form = document.querySelector('zhifa-check form');
    for (const path of ['case.filedOn', 'decidedOn']) {
      if (form.querySelector(`[data-zhifa="${path}"]`)) continue;
      const input = document.createElement('input');
      input.dataset.zhifa = path;
      input.setAttribute('aria-label', path);
      form.prepend(input);
    }
  });
  await field(page, 'case.filedOn').fill('2026-06-08');
  await field(page, 'decidedOn').fill('2026-09-21');
  await field(page, 'decidedOn').press('Tab');
  const fold = page.locator('.zhifa-messages details', { hasText: '期限怎么算' }).first();
  await fold.locator('summary').click();
  await fold.locator('li').first().waitFor();
  assert.deepEqual(await lines(fold), OVERDUE);
  await end(page);
});
