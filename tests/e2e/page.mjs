// The demo page, as an officer meets it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, end, example, field, noSidewaysScroll, report, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

const screenshot = new URL('../../docs/screenshot.png', import.meta.url);
const focused = (page) => page.evaluate(() => document.activeElement.dataset.zhifa ?? document.activeElement.id);

test('an untouched form accuses nobody', async () => {
  const page = await site.demo();
  assert.equal((await report(page)).outcome, 'empty');
  assert.equal(await page.locator('.zhifa-message').count(), 0);
  await accessible(page, 'empty');
  await page.setViewportSize({ width: 360, height: 740 });
  assert.equal(await page.locator('#jump-text').textContent(), '待填写', 'nor does the bar of a phone');
  await end(page);
});

test('the sound example passes, the other has errors that lead to their fields', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const sound = await report(page);
  assert.deepEqual({ outcome: sound.outcome, errors: sound.errors, warnings: sound.warnings }, { outcome: 'pass', errors: [], warnings: [] });
  await accessible(page, 'sound');

  await example(page, 'defects');
  const defects = await report(page);
  assert.equal(defects.outcome, 'errors');
  assert.ok(defects.errors.length >= 2, 'several errors');
  await accessible(page, 'defects');
  const link = page.locator('.group.error a.where').first();
  await link.click();
  assert.notEqual(await focused(page), 'form', 'the link leads to an input');
  assert.ok(await page.evaluate(() => document.activeElement.matches('input, select, textarea, fieldset')));
  await end(page);
});

test('the training plan: the sound example passes, the other does not', async () => {
  const page = await site.demo('?form=training/annual-plan');
  assert.equal(await page.locator('h1').textContent(), '年度行政执法人员培训计划');
  await example(page, 'sound');
  assert.equal((await report(page)).outcome, 'pass');
  await accessible(page, 'sound plan');
  await example(page, 'defects');
  assert.notEqual((await report(page)).outcome, 'pass');
  await accessible(page, 'plan with defects');
  await end(page);
});

test('a message comes when the field is left, and goes as soon as it is put right', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const date = field(page, 'decidedOn');
  const good = await date.inputValue();
  const message = page.locator('.zhifa-message', { hasText: '决定日期不存在：2026年2月只有28日' });
  await date.fill('2026年2月30日');
  assert.equal(await message.count(), 0, 'nothing while it is being typed');
  await date.press('Tab');
  await message.waitFor();
  assert.equal(await date.getAttribute('aria-invalid'), 'true');
  const described = await date.getAttribute('aria-describedby');
  assert.ok((await page.locator(`#${described.split(' ').at(-1)}`).textContent()).includes('只有28日'));
  await date.fill(good);
  assert.equal(await message.count(), 0, 'gone while the officer is still in the field');
  assert.equal(await date.getAttribute('aria-invalid'), null);
  await end(page);
});

test('submit: the summary takes the focus, names the errors in form order, and shrinks as they are put right', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('聊城东昌湖食品有限公司');
  await page.locator('#form button[type=submit]').click();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'zhifa-summary');
  assert.match(await page.title(), /^错误：/);
  await accessible(page, 'summary');

  const order = await page.evaluate(() => {
    const targets = [...document.querySelectorAll('.zhifa-title + ul a')].map((a) => document.getElementById(a.hash.slice(1)));
    const all = [...document.querySelectorAll('#form [id]')];
    return targets.map((target) => all.indexOf(target));
  });
  assert.ok(order.length > 5);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), 'form order');

  const line = page.locator('.zhifa-summary a', { hasText: '填写机关名称' });
  await line.click();
  assert.equal(await focused(page), 'agency.name');
  const count = await page.locator('.zhifa-summary li').count();
  await page.keyboard.type('聊城市东昌府区市场监督管理局');
  await page.waitForFunction((n) => document.querySelectorAll('.zhifa-summary li').length < n, count);
  assert.equal(await line.count(), 0);
  assert.equal(await focused(page), 'agency.name', 'the officer is not thrown out of the field');
  await end(page);
});

test('a submit without errors says so and leaves no summary', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  await page.locator('#form button[type=submit]').click();
  assert.equal(await page.locator('.zhifa-summary').count(), 0);
  assert.doesNotMatch(await page.title(), /^错误：/);
  assert.equal(await focused(page), 'outcome');
  assert.equal(await page.locator('#outcome').textContent(), '通过');
  await end(page);
});

test('a fix is applied with one button, in the field and in the report', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const right = await field(page, 'amountInWords').inputValue();
  await field(page, 'amountInWords').fill('壹万元整');
  await field(page, 'amountInWords').press('Tab');
  const fix = page.locator('.finding', { hasText: '大写' }).locator('button.fix');
  assert.match(await fix.textContent(), new RegExp(right));
  await fix.click();
  assert.equal(await field(page, 'amountInWords').inputValue(), right);
  assert.equal((await report(page)).outcome, 'pass');
  assert.equal(await focused(page), 'outcome');
  // The way back is offered until something is typed.
  await page.locator('.outcome').getByRole('button', { name: '撤销' }).click();
  assert.equal(await field(page, 'amountInWords').inputValue(), '壹万元整');
  assert.equal((await report(page)).errors.length, 1);
  await fix.click();
  assert.equal(await field(page, 'amountInWords').inputValue(), right);
  // What is typed after a fix counts, even when it is what stood there before.
  await field(page, 'amountInWords').fill('壹万元整');
  assert.equal((await report(page)).errors.length, 1);
  assert.equal(await page.locator('.outcome').getByRole('button', { name: '撤销' }).count(), 0);
  await end(page);
});

test('a warning is kept with a reason, which the report and the draft hold', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'defects');
  const warnings = (await report(page)).warnings.length;
  assert.ok(warnings > 0, 'the example has a warning');
  const ask = page.locator('.group.warning .ask').first();
  await ask.locator('summary').click();
  await ask.locator('button').click();
  await ask.locator('.bad', { hasText: '填写理由' }).waitFor();
  await ask.locator('textarea').fill('已经上级机关批准延长');
  await ask.locator('button').click();
  const kept = page.locator('.reason', { hasText: '已经上级机关批准延长' });
  await kept.waitFor({ state: 'attached' });
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.equal(await kept.count(), 1, 'after a reload too');
  await page.locator('.group.warning', { hasText: '已说明理由' }).locator('summary').first().click();
  await accessible(page, 'acknowledged');
  await page.getByRole('button', { name: '撤回理由' }).click();
  assert.equal(await kept.count(), 0);
  await end(page);
});

test('a reason stays with its item when one before it is taken out', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const basis = (i) => page.locator(`[data-zhifa="legalBasis[${i}]"]`);
  const add = page.locator('fieldset[data-zhifa="legalBasis"]').getByRole('button', { name: /^添加/ });
  const count = await page.locator('[data-zhifa^="legalBasis["]').count();
  await add.click();
  await basis(count).fill('《中华人民共和国行政处罚法》第九百条');
  await basis(count).press('Tab');
  const ask = page.locator('.group.warning .ask').first();
  await ask.locator('summary').click();
  await ask.locator('textarea').fill('另有说明');
  await ask.locator('button').click();
  await page.locator('.reason', { hasText: '另有说明' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '删除处罚依据第1项' }).click();
  assert.equal(await basis(count - 1).inputValue(), '《中华人民共和国行政处罚法》第九百条');
  assert.equal(await page.locator('.reason', { hasText: '另有说明' }).count(), 1);
  await end(page);
});

test('an explanation is fetched when it is opened', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  await field(page, 'decidedOn').fill('2026年2月30日');
  await field(page, 'decidedOn').press('Tab');
  const why = page.locator('.finding.error .why').first();
  await why.locator('summary').click();
  await why.locator('.why-body p').nth(1).waitFor();
  assert.ok((await why.locator('.why-body').textContent()).length > 12);
  // What is open stays open while the report changes.
  await field(page, 'party.name').fill('');
  assert.equal(await why.evaluate((node) => node.open), true);
  await accessible(page, 'explanation');
  await end(page);
});

/** Pastes as Ctrl+V does. */
async function paste(page, path, text) {
  await field(page, path).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press('Control+v');
}

test('a table copied in Word or WPS goes into the rows, by its heading or in order, and back', async () => {
  const page = await site.demo('?form=coercion/seizure-decision', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: '添加一行物品清单' }).click();
  const list = page.locator('fieldset.list[data-zhifa="items"]');
  const values = async (row, ...keys) => Promise.all(keys.map((key) => field(page, `items[${row}].${key}`).inputValue()));
  await paste(page, 'items[0].name', '序号\t名称\t规格（型号）\t数量\t备注\r\n1\t酸奶\t200g\t6\t完好\r\n2\t面包\t\t１２\t已拆封\r\n');
  await list.locator('.pasted', { hasText: '已填入第1至2行：物品名称、规格、数量、备注。' }).waitFor();
  assert.deepEqual(await values(0, 'name', 'specification', 'unit', 'quantity', 'remark'), ['酸奶', '200g', '', '6', '完好']);
  assert.deepEqual(await values(1, 'name', 'specification', 'unit', 'quantity', 'remark'), ['面包', '', '', '１２', '已拆封']);
  await accessible(page, 'pasted');

  // Without a heading in the order of the form, as far as the cells can be what the fields hold.
  await paste(page, 'items[1].name', '甲\t1kg\t袋\t3\t完好\n乙\t2kg\t箱\t4\t破损\n');
  await list.locator('.pasted', { hasText: '已填入第2至3行：物品名称、规格、单位、数量。另有1列没有填入' }).waitFor();
  assert.deepEqual(await values(2, 'name', 'specification', 'unit', 'quantity', 'unitPrice'), ['乙', '2kg', '箱', '4', '']);
  await list.getByRole('button', { name: '撤销' }).click();
  assert.equal(await list.locator('details.row').count(), 2);
  assert.deepEqual(await values(1, 'name', 'specification', 'unit', 'quantity', 'remark'), ['面包', '', '', '１２', '已拆封']);

  // One cell is a text like any other.
  await field(page, 'items[1].name').fill('');
  await paste(page, 'items[1].name', '单个名称\r\n');
  assert.deepEqual(await values(1, 'name'), ['单个名称']);
  assert.equal(await list.locator('.pasted p').count(), 0);

  // Lines copied together are an item each.
  await page.getByRole('button', { name: '添加采取措施的依据' }).click();
  await paste(page, 'legalBasis[0]', '《中华人民共和国食品安全法》第一百一十条第四项\r\n《中华人民共和国行政强制法》第九条第二项\r\n');
  assert.equal(await field(page, 'legalBasis[1]').inputValue(), '《中华人民共和国行政强制法》第九条第二项');
  assert.equal(await field(page, 'legalBasis[0]').inputValue(), '《中华人民共和国食品安全法》第一百一十条第四项');
  await end(page);
});

test('on a phone the message waits at the field to which the report leads', async () => {
  const page = await site.demo('?form=coercion/seizure-decision', { viewport: { width: 360, height: 740 } });
  await example(page, 'defects');
  await noSidewaysScroll(page, 'rows');
  const finding = page.locator('.group.error .finding').first();
  const words = await finding.locator('.what').textContent();
  await finding.locator('a.where').click();
  const message = page.locator('.zhifa-message', { hasText: words });
  await message.waitFor();
  assert.ok(await message.evaluate((node) => node.getBoundingClientRect().bottom < document.querySelector('#jump').getBoundingClientRect().top));
  await end(page);
});

test('what is to be looked at says what it asks for', async () => {
  const page = await site.demo('?form=coercion/seizure-decision');
  await field(page, 'party.name').fill('聊城市某某商店');
  await field(page, 'party.name').press('Tab');
  const finding = page.locator('.group.warning .finding', { has: page.locator('a.where', { hasText: '清单份数' }) }).first();
  assert.equal(await finding.locator('.what').textContent(), '填写清单份数');
  await end(page);
});

test('two tabs with the same form on one computer tell of each other', async () => {
  const page = await site.demo('?form=penalty/decision');
  await page.locator('#keep').check();
  await field(page, 'party.name').fill('甲公司');
  await page.locator('#saved', { hasText: '草稿已保存' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.waitForSelector('html[data-ready]');
  await field(other, 'party.name').fill('乙公司');
  await page.locator('.notice', { hasText: '另一个标签页也在填写这种文书' }).waitFor();
  assert.equal(await field(page, 'party.name').inputValue(), '甲公司');
  await end(page);
});

test('rows are added, removed and renumbered, and what is typed in them is kept', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'sound');
  const rows = page.locator('fieldset.list[data-zhifa="evidence"] details.row');
  const before = await rows.count();
  const last = await field(page, `evidence[${before - 1}].name`).inputValue();
  await page.getByRole('button', { name: '添加一行证据' }).click();
  assert.equal(await rows.count(), before + 1);
  assert.equal(await focused(page), `evidence[${before}].name`);
  await page.keyboard.type('销售小票');
  await rows.first().getByRole('button', { name: '删除第1行证据' }).click();
  assert.equal(await rows.count(), before);
  assert.equal(await field(page, `evidence[${before - 2}].name`).inputValue(), last);
  assert.equal(await field(page, `evidence[${before - 1}].name`).inputValue(), '销售小票');
  await accessible(page, 'rows');
  await end(page);
});

test('a date may be typed as officers write it, and its reading stands beside it', async () => {
  const page = await site.demo('?form=penalty/decision');
  for (const typed of ['2026年9月14日', '2026.9.14', '２０２６-09-14', '二〇二六年九月十四日']) {
    await field(page, 'decidedOn').fill(typed);
    await page.locator('.reading', { hasText: '读作2026年9月14日 星期一' }).waitFor();
  }
  await field(page, 'decidedOn').fill('2026年2月30日');
  assert.equal(await page.locator('.reading', { hasText: '2026年' }).count(), 0);
  await end(page);
});

test('the draft survives a reload, can be cleared, and clearing can be undone', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('东昌府区清泉副食店');
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.equal(await field(page, 'party.name').inputValue(), '东昌府区清泉副食店');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [], 'nothing on the computer unasked');

  await page.click('#clear');
  assert.equal(await field(page, 'party.name').inputValue(), '');
  assert.equal(await page.evaluate(() => Object.keys(sessionStorage).filter((k) => k.includes('draft')).length), 0);
  await page.getByRole('button', { name: '撤销' }).click();
  assert.equal(await field(page, 'party.name').inputValue(), '东昌府区清泉副食店');
  await end(page);
});

test('a draft stays on the computer only as long as the officer wishes', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('东昌府区清泉副食店');
  await page.check('#keep');
  const other = await page.context().newPage();
  await other.goto(`${site.url}?form=penalty/decision`);
  await other.waitForSelector('html[data-ready]');
  assert.equal(await field(other, 'party.name').inputValue(), '东昌府区清泉副食店');
  await other.uncheck('#keep');
  assert.deepEqual(await other.evaluate(() => Object.keys(localStorage)), []);
  await end(page);
});

test('changing the form keeps both drafts, and the back button returns', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'agency.name').fill('聊城市交通运输局');
  await page.click('#choose');
  await accessible(page, 'choosing a form');
  await page.fill('#forms-search', '培训');
  await page.locator('#forms-list a', { hasText: '年度' }).first().waitFor();
  assert.equal(await page.locator('#forms-list a', { hasText: '处罚' }).count(), 0);
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: '培训计划' }).waitFor();
  assert.equal(await field(page, 'agency.name').inputValue(), '');
  await page.goBack();
  await page.locator('h1', { hasText: '处罚决定书' }).waitFor();
  assert.equal(await field(page, 'agency.name').inputValue(), '聊城市交通运输局');
  await end(page);
});

test('a form is found by its title, its id or a field, and chosen by arrow keys', async () => {
  const page = await site.demo('?form=penalty/decision');
  const titles = () => page.locator('#forms-list a').evaluateAll((links) => links.map((link) => link.firstChild.textContent));
  const open = async () => {
    await page.click('#choose');
    assert.equal(await focused(page), 'forms-search');
  };
  await open();
  const all = await titles();
  assert.equal(await page.locator('#forms-count').textContent(), `${all.length}种文书`);
  await page.fill('#forms-search', 'TRAINING/annual');
  assert.deepEqual(await titles(), ['年度行政执法人员培训计划']);
  await page.fill('#forms-search', '处罚 决定');
  assert.ok((await titles()).includes('行政处罚决定书'));
  for (const words of ['现场检查笔录', '勘验笔录', '检查笔录']) {
    await page.fill('#forms-search', words);
    assert.ok((await titles()).includes('现场检查（勘验）笔录'), words);
  }
  await page.fill('#forms-search', '行政执法人员总数');
  const holding = page.locator('#forms-list section', { hasText: '栏目中有“行政执法人员总数”的文书' });
  assert.match(await holding.locator('a').first().textContent(), /年度行政执法人员培训计划/);
  await page.fill('#forms-search', '没有这种文书');
  await page.locator('#forms-list .empty').waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'forms-search');

  // A family narrows the list; its button says so.
  await page.fill('#forms-search', '');
  const family = page.locator('#forms-families').getByRole('button', { name: '培训' });
  await family.click();
  assert.equal(await family.getAttribute('aria-pressed'), 'true');
  assert.ok((await titles()).length < all.length);
  await accessible(page, 'choosing by family');
  await page.keyboard.press('Escape');

  await open();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'forms-search', 'up again into the box');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent), all.at(-1));
  await page.keyboard.press('Home');
  await page.keyboard.type('a');
  assert.equal(await focused(page), 'forms-search', 'letters go to the box');
  await page.fill('#forms-search', '培训计划');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: '培训计划' }).waitFor();
  await end(page);
});

/** What an officer types for each form, and the forms that are meant. */
const CALLED = `
  办证申请 licensing/application
  收件回执 licensing/material-list
  一次性告知 licensing/correction-notice
  受理决定 licensing/acceptance-notice licensing/non-acceptance-notice
  不予受理决定书 licensing/non-acceptance-notice
  许可听证 licensing/hearing-notice
  延长审批期限 licensing/period-extension-notice
  专家评审 licensing/special-procedure-notice
  许可证 licensing/approval-decision licensing/renewal-decision licensing/change-decision licensing/cancellation-decision
  驳回 licensing/refusal-decision
  换证 licensing/renewal-decision
  变更登记 licensing/change-decision
  撤回许可 licensing/revocation-decision
  注销 licensing/cancellation-decision
  立案呈批表 penalty/case-filing
  询问笔录 penalty/enquiry-record inspection/enquiry-record
  登记保存 penalty/evidence-preservation
  整改通知 penalty/rectification-order
  告知书 licensing/correction-notice licensing/period-extension-notice licensing/special-procedure-notice penalty/prior-notice inspection/notice inspection/result-notice coercion/testing-notice
  申辩 penalty/statement-review
  听证会通知 licensing/hearing-notice penalty/hearing-notice
  听证报告 penalty/hearing-record
  法审 penalty/legal-review
  案审会 penalty/collective-discussion
  普通程序 penalty/decision
  免罚 penalty/no-penalty-decision
  简易程序 penalty/summary-decision
  简易程序决定书 penalty/summary-decision
  当场处罚决定书 penalty/summary-decision
  回执 licensing/material-list licensing/acceptance-notice penalty/service-receipt
  分期缴款 penalty/payment-extension
  移送公安 penalty/crime-transfer
  结案报告 penalty/closure
  双随机 inspection/annual-plan
  专项整治 inspection/special-plan
  检查审批 inspection/approval
  入企检查 inspection/approval inspection/notice
  检查记录 inspection/on-site-record
  抽样 inspection/sampling-record
  检查结果 inspection/result-notice
  回头看 inspection/rectification-recheck
  查封审批 coercion/measure-approval
  封条 coercion/seizure-decision coercion/seizure-record
  查封清单 coercion/seizure-record
  冻结账户 coercion/freeze-decision
  延期 licensing/period-extension-notice licensing/renewal-decision penalty/payment-extension coercion/extension-decision
  送检 coercion/testing-notice
  解封 coercion/release-decision
  催缴 coercion/demand-notice
  滞纳金 coercion/late-fee-decision
  强拆 coercion/enforcement-decision
  代为清除 coercion/substitute-performance-decision
  分期履行 coercion/enforcement-agreement
  中止执行 coercion/suspension-decision
  非诉执行 coercion/court-application
  学时 training/annual-plan training/record training/roster
  报备函 training/filing-letter
  一人一档 training/record
  花名册 training/roster training/certificate-register filing/supervision-setup
  离岗培训 training/off-post-education
  执法证 training/certificate-register
  轮训总结 training/rotation-report
  行动方案 filing/implementation-scheme
  台账 training/roster training/certificate-register filing/work-ledger filing/problem-list filing/complaint-ledger
  会议纪要 filing/consultation-meeting
  自查报告 filing/problem-list
  中期报告 filing/interim-evaluation
  终期报告 filing/final-evaluation
  试点 filing/pilot-report
  权责清单 filing/item-catalogue
  执法主体 filing/subject-announcement
  自由裁量 filing/discretion-benchmark
  模板 filing/document-set
  全过程记录 filing/three-systems
  信用监管 filing/credit-supervision
  满意度 filing/satisfaction-survey
  年报 filing/annual-statistics
  案卷评查 filing/special-supervision
  投诉 filing/complaint-ledger
  督办 filing/supervision-rectification
  监督员 filing/supervision-setup
  案件移送 penalty/crime-transfer filing/case-coordination
  联合执法 filing/cooperation-mechanism
  影响评估 filing/economic-impact
  电子眼 filing/monitoring-equipment
  镇街 filing/township-evaluation
  公职律师 filing/legal-counsel
  装备 filing/guarantee
`.trim().split(/\n\s*/).map((line) => line.split(' '));

test('a form is found by what officers call it', async () => {
  const page = await site.demo('?form=penalty/decision');
  await page.click('#choose');
  const found = () => page.locator('#forms-list section:not(:has-text("栏目中有")) a').evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get('form')));
  const all = await found();
  await page.fill('#forms-search', '简易程序');
  await page.locator('#forms-list a', { hasText: '当场行政处罚决定书' }).getByText('也叫：简易程序').waitFor();
  for (const [words, ...meant] of CALLED) {
    await page.fill('#forms-search', words);
    assert.deepEqual((await found()).sort(), meant.sort(), words);
  }
  assert.deepEqual(all.filter((id) => !CALLED.some(([, ...meant]) => meant.includes(id))), [], 'every form is called something');
  await accessible(page, 'other names');
  await end(page);
});

test('each finding leads to its rule or its field in the handbook, in a window of its own', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'defects');
  const links = page.locator('#report .finding a.rule');
  assert.equal(await links.count(), await page.locator('#report .finding').count());
  for (const [href, words] of [['handbook/CF054.html', '自立案之日起九十日内作出处罚决定'], ['handbook/penalty/decision.html#party.address', '住所（住址）']]) {
    const link = page.locator(`#report a.rule[href="${href}"]`);
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    assert.ok(opened.url().endsWith(href), opened.url());
    const target = href.includes('#') ? opened.locator(':target') : opened.locator('h1');
    assert.ok((await target.textContent()).includes(words), words);
    await opened.close();
  }
  assert.ok((await report(page)).errors.length > 2, 'the form is as it was');
  await end(page);
});

test('export and import give back the same data, long numbers and unknown fields too', async () => {
  const page = await site.demo('?form=penalty/decision');
  const data = '{"payment":{"account":1611000000000000001},"ourOwnField":{"__proto__":{"a":1}},"party":{"name":"甲公司"}}';
  await page.click('#import');
  await page.fill('#paste', `{"form":"penalty/decision","data":${data}}`);
  await accessible(page, 'import');
  await page.click('#import-go');
  await page.waitForFunction(() => document.querySelector('#report').dataset.outcome !== 'empty');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(download.suggestedFilename(), /行政处罚决定书.*\.json$/);
  assert.match(text, /1611000000000000001/);
  assert.match(text, /"__proto__":\{"a":"?1"?\}/);
  assert.equal(JSON.parse(text).form, 'penalty/decision');
  assert.equal(JSON.parse(text).data.party.name, '甲公司');
  await end(page);
});

test('a dropped file is taken in, and the way back is offered', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('先前填写的');
  await drop(page, 'decision.json', '{"form":"penalty/decision","data":{"当事人":{"姓名或名称":"乙公司"},"party":{"address":"聊城市"}}}');
  await page.locator('.notice', { hasText: '已载入“decision.json”' }).waitFor();
  assert.equal(await field(page, 'party.address').inputValue(), '聊城市');
  await page.getByRole('button', { name: '撤销' }).click();
  assert.equal(await field(page, 'party.name').inputValue(), '先前填写的');
  await end(page);
});

test('what cannot be read is named, and what is on the page stays', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('先前填写的');
  const million = `[${'{},'.repeat(999_999)}{}]`;
  const cases = [
    ['not-json.json', '{"form": "penalty/decision", data: {}}', /第1行第\d+个字符起不是JSON/],
    ['cut.json', '{"form": "penalty/decision", "data": {"party"', /不是JSON/],
    ['empty.json', '', /内容是空的/],
    ['number.json', '42', /不是一份文书/],
    ['array.json', million, /这里有1000000份文书/],
    ['lines.json', '{"a":1}\n{"a":2}\n', /一行一份的2份文书/],
    ['unknown.json', '{"form": "penalty/desicion", "data": {"party": {"name": "丙公司"}}}', /penalty\/desicion/],
    ['data.json', '{"form": "penalty/decision", "data": 3}', /“data”应为/],
    ['form.json', '{"form": 3, "data": {}}', /“form”应为/],
    ['word.docx', 'PK\u0003\u0004rest', /Word.*把文书的内容复制到各栏/],
    ['paper.pdf', '%PDF-1.7', /PDF文件.*把文书的内容复制到各栏/],
    ['photo.gif', 'GIF89a', /图片/],
    ['paper.txt', '行政处罚决定书\n当事人：张三', /这是文字.*把文书的内容复制到各栏/],
    ['deep.json', `{"form":"penalty/decision","data":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, /未载入/],
  ];
  for (const [name, text, expected] of cases) {
    await drop(page, name, text);
    const notice = page.locator('.notice.bad', { hasText: name });
    await notice.waitFor();
    assert.match(await notice.locator('p').textContent(), expected, name);
    assert.equal(await field(page, 'party.name').inputValue(), '先前填写的', name);
    await accessible(page, name);
    await page.getByRole('button', { name: '知道了' }).click();
  }
  await end(page);
});

test('data with nothing of the form are not passed off as its content', async () => {
  const page = await site.demo('?form=penalty/decision');
  await field(page, 'party.name').fill('先前填写的');
  await drop(page, 'else.json', '{"orders": [1], "total": 2}');
  await page.locator('.notice.bad', { hasText: '“else.json”里没有行政处罚决定书的栏目' }).waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  assert.equal(await field(page, 'party.name').inputValue(), '先前填写的');
  await end(page);
});

test('a paper that says what it is opens its form, or the page says by which form it is checked', async () => {
  const page = await site.demo('?form=training/annual-plan');
  await drop(page, 'paper.json', '{"文书种类": "行政处罚决定书", "当事人名称": "丁公司"}');
  await page.locator('h1', { hasText: '行政处罚决定书' }).waitFor();
  assert.equal(await field(page, 'party.name').inputValue(), '丁公司');
  await drop(page, 'other.json', '{"文书种类": "某某通知书", "当事人名称": "戊公司"}');
  await page.locator('.notice', { hasText: '内容写明是“某某通知书”，现按行政处罚决定书检查' }).waitFor();
  assert.equal(await field(page, 'party.name').inputValue(), '戊公司');
  await end(page);
});

test('data of an unknown form can still be brought into the one at hand', async () => {
  const page = await site.demo('?form=penalty/decision');
  await drop(page, 'unknown.json', '{"form": "penalty/desicion", "data": {"party": {"name": "丙公司"}}}');
  await page.getByRole('button', { name: '仍按行政处罚决定书载入' }).click();
  assert.equal(await field(page, 'party.name').inputValue(), '丙公司');
  await end(page);
});

test('a hundred thousand rows and odd keys neither hang the page nor get lost', async () => {
  const page = await site.demo('?form=penalty/decision');
  await drop(page, 'rows.json', `{"__proto__":{"polluted":true},"constructor":{"x":1},"evidence":[${'{"name":"书证"},'.repeat(99_999)}{"name":"末项"}]}`);
  await page.locator('.notice', { hasText: '已载入' }).waitFor({ timeout: 60_000 });
  assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  assert.ok((await page.locator('fieldset.list[data-zhifa="evidence"] details.row').count()) <= 50);
  assert.match(await page.locator('fieldset.list[data-zhifa="evidence"]').textContent(), /共100000行/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /末项/);
  assert.match(text, /polluted/);
  await end(page);
});

test('ten megabytes in one field, or more rows than a list takes, are answered in bounded time', async () => {
  const page = await site.demo('?form=penalty/decision');
  await drop(page, 'long.json', `{"form":"penalty/decision","data":{"facts":"${'字'.repeat(3_400_000)}"}}`);
  await page.locator('.notice', { hasText: '已载入“long.json”' }).waitFor({ timeout: 30_000 });
  assert.equal(await field(page, 'facts').evaluate((node) => node.value.length), 3_400_000);
  await drop(page, 'million.json', `{"form":"penalty/decision","data":{"penalties":[${'{"kind":"fine"},'.repeat(999_999)}{}]}}`);
  await page.locator('.notice.bad', { hasText: 'million.json' }).waitFor({ timeout: 30_000 });
  assert.equal(await field(page, 'facts').evaluate((node) => node.value.length), 3_400_000, 'what was there stays');
  await end(page);
});

test('an unknown form in the address is named, and the page still works', async () => {
  const page = await site.demo('?form=no/such-form');
  assert.match(await page.locator('.notice.bad').textContent(), /no\/such-form/);
  assert.equal(await page.locator('h1').textContent(), '行政处罚决定书');
  await end(page);
});

test('a check report prints on A4 with findings, their articles and what was not judged', async () => {
  const page = await site.demo('?form=penalty/decision');
  await example(page, 'defects');
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('#paper');
  await paper.locator('h1', { hasText: '检查报告' }).waitFor();
  const text = await paper.innerText();
  for (const words of ['行政处罚决定书', '结论', '有错误', '错误（', '《中华人民共和国行政处罚法》第', '没有条文规定，核对的是数字、格式', '适用规则', '检查人：']) assert.ok(text.includes(words), words);
  assert.equal(await page.locator('#form').isVisible(), false);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45]\.?\d* 84[12]/);
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('#form').isVisible(), true);
  await end(page);
});

test('by keyboard alone: from the top to a field, a fix and the report', async () => {
  const page = await site.demo('?form=penalty/decision');
  const tabTo = async (what, most = 60) => {
    for (let i = 0; i < most; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(what)) return;
    }
    assert.fail(`no way by Tab to ${what}`);
  };
  await tabTo("document.activeElement.id === 'sound'");
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#report').dataset.outcome === 'pass');
  await tabTo("document.activeElement.dataset.zhifa === 'documentNumber'");
  const visible = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(visible, 'solid', 'the focus can be seen');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'outcome', 'Enter in a field submits');

  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await tabTo("document.activeElement.id === 'defects'");
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#report').dataset.outcome === 'errors');
  await page.evaluate(() => document.activeElement.blur());
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await tabTo("document.activeElement.textContent === '跳到检查结果'");
  assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0), 'the skip link shows itself');
  await page.keyboard.press('Enter');
  await tabTo("document.activeElement.className === 'fix'");
  const before = (await report(page)).warnings.length + (await report(page)).infos.length;
  await page.keyboard.press('Enter');
  await page.waitForFunction((n) => document.querySelectorAll('.group.warning .finding, .group.info .finding').length < n, before);
  await tabTo("document.activeElement.className === 'where'");
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.querySelector('#form').contains(document.activeElement)), 'a finding leads into the form');
  await end(page);
});

for (const [name, options] of [
  ['a phone of 360 px', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
  ['a window of 1440 px at 200 % zoom', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ['a window of 1280 px at 400 % zoom', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
]) {
  test(`${name}: nothing scrolls sideways, the report is one jump away and back`, async () => {
    const page = await site.demo('?form=penalty/decision', options);
    await noSidewaysScroll(page, 'empty');
    await example(page, 'defects');
    await noSidewaysScroll(page, 'defects');
    await page.getByRole('button', { name: '查看结果' }).click();
    await page.getByRole('button', { name: '回到表单' }).waitFor();
    assert.equal(await focused(page), 'outcome');
    await page.getByRole('button', { name: '回到表单' }).click();
    await page.getByRole('button', { name: '查看结果' }).waitFor();
    await page.locator('#form button[type=submit]').click();
    await noSidewaysScroll(page, 'summary');
    await accessible(page, name);
    await page.click('#choose');
    await noSidewaysScroll(page, 'choosing');
    await end(page);
  });
}

test('dark colours are legible too', async () => {
  const page = await site.demo('?form=penalty/decision', { colorScheme: 'dark' });
  await example(page, 'defects');
  await page.locator('#form button[type=submit]').click();
  await accessible(page, 'dark');
  await end(page);
});

test('the policy forbids what the page promises not to do', async () => {
  const page = await site.demo();
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  for (const rule of ["default-src 'none'", "connect-src 'self'", "form-action 'none'"]) assert.ok(policy.includes(rule), rule);
  for (const loose of ["'unsafe-inline'", "'unsafe-eval'", '*']) assert.ok(!policy.replace("'wasm-unsafe-eval'", '').includes(loose), loose);
  const refused = await page.evaluate(() => fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused'));
  assert.equal(refused, 'refused');
  assert.ok(page.troubles.some((words) => words.includes('Content Security Policy')), 'refused by the policy, not by the network');
  page.troubles.length = 0;
  await end(page);
});

test('the picture of the README', async () => {
  const page = await site.demo('?form=penalty/decision', { viewport: { width: 1320, height: 700 } });
  await example(page, 'defects');
  await page.getByRole('button', { name: '知道了' }).click();
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: 'disabled' });
  assert.ok(picture.length < 200_000, `${picture.length} bytes`);
  if (process.env.ZHIFA_SCREENSHOT || !existsSync(screenshot)) {
    mkdirSync(new URL('.', screenshot), { recursive: true });
    writeFileSync(screenshot, picture);
  }
  await end(page);
});

/** Drops a file on the page, as from the desk. */
async function drop(page, name, text) {
  const transfer = await page.evaluateHandle(([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: 'application/json' }));
    return data;
  }, [name, text]);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: transfer });
}
