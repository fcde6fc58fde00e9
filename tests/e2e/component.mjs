// <zhifa-check> around forms that it does not own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CSP } from '../../scripts/serve.mjs';
import { accessible, end, noSidewaysScroll, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

const BAD = '2026年2月30日';
const MESSAGE = '决定日期不存在：2026年2月只有28日';
const GOOD = '2026年9月14日';

/** A portal's page around this markup. Reports and submits are counted. */
async function portal(markup, { policy = CSP, expect } = {}) {
  const page = await site.page('portal.html', {}, async (page) => {
    await page.route('**/portal.html', (route) => route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': policy },
      body: `<!doctype html><html lang="zh-CN"><head><title>处罚决定登记</title><link rel="icon" href="icon.svg">
        <link rel="stylesheet" href="zhifa-check.css"><script type="module" src="zhifa-check.js"></script></head>
        <body><main><h1>处罚决定登记</h1>${markup}</main></body></html>`,
    }));
    await page.addInitScript(() => {
      window.reports = [];
      window.sent = 0;
      document.addEventListener('zhifa-report', (event) => window.reports.push(event.detail));
      document.addEventListener('submit', (event) => { event.preventDefault(); window.sent++; });
    });
  });
  if (expect) await page.waitForSelector(expect);
  else await page.waitForFunction(() => [...document.querySelectorAll('zhifa-check')].every((node) => node.report));
  return page;
}

const input = (path, attributes = '') => `<p><label>${path}<input data-zhifa="${path}" id="${path}" ${attributes}></label></p>`;
const check = (fields, attributes = '') => `<zhifa-check form="penalty/decision" ${attributes}><form id="f">${fields}<button>提交</button></form></zhifa-check>`;
const messages = (page) => page.locator('.zhifa-message').allTextContents();
const at = (path) => `[id="${path}"]`;
const last = (page) => page.evaluate(() => window.reports.at(-1));

test('the example page: a portal that adds the element and two lines', async () => {
  const page = await site.page('embed.html');
  await page.waitForFunction(() => document.querySelector('zhifa-check')?.report);
  await accessible(page, 'example page');
  await page.fill('#rq', BAD);
  await page.press('#rq', 'Tab');
  assert.deepEqual(await messages(page), [`错误：${MESSAGE}`]);
  await page.click('#register button[type=submit]');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'zhifa-summary');
  assert.match(await page.title(), /^错误：处罚决定登记/);
  assert.match(await page.textContent('#result'), /没有提交/);
  await accessible(page, 'example page with its summary');
  await page.setViewportSize({ width: 360, height: 740 });
  await noSidewaysScroll(page, 'example page');
  await end(page);
});

test('the summary leads to the fields; errors stop the submit; without errors it goes through', async () => {
  const page = await portal(check(input('party.name') + input('decidedOn')));
  await page.fill(at('decidedOn'), BAD);
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 0);
  assert.deepEqual(await page.locator('.zhifa-summary a').allTextContents(), ['填写姓名或名称', MESSAGE]);
  await page.locator('.zhifa-summary a').first().focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'party.name');
  await page.keyboard.type('聊城东昌湖食品有限公司');
  await page.fill(at('decidedOn'), GOOD);
  assert.equal(await page.locator('.zhifa-summary').count(), 0, 'goes with the last error');
  assert.doesNotMatch(await page.title(), /^错误：/);
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 1);
  const report = (await last(page)).report;
  assert.equal((await last(page)).trigger, 'submit');
  assert.ok(report.findings.some((f) => f.rule === 'penalty/decision#facts'), 'the report is of the whole document');
  await end(page);
});

test('allow-errors lets errors through, whole asks for what has no input here', async () => {
  const page = await portal(check(input('party.name'), 'allow-errors'));
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 1);
  assert.equal(await page.locator('.zhifa-summary a').count(), 1);
  await page.evaluate(() => document.querySelector('zhifa-check').setAttribute('whole', ''));
  await page.click('button');
  assert.ok((await page.locator('.zhifa-summary li').count()) > 5);
  await end(page);
});

test('where a portal says where the handbook is, a message leads to the page of its rule', async () => {
  const page = await portal(check(input('party.name') + input('decidedOn'), 'handbook="handbook"'));
  await page.focus(at('party.name'));
  await page.fill(at('decidedOn'), BAD);
  await page.press(at('decidedOn'), 'Tab');
  const hrefs = await page.locator('.zhifa-message a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.deepEqual(hrefs, ['handbook/penalty/decision.html#party.name', 'handbook/TY001.html']);
  for (const href of hrefs) assert.equal((await page.request.get(site.url + href)).status(), 200, href);
  await accessible(page, 'links to the handbook');
  await end(page);
});

test('inputs are found by name in the writings of frameworks, and by a mapping', async () => {
  const page = await portal(check(`
    <input name="party.name" aria-label="甲"><input name="penalties[0][amount]" aria-label="乙"><input name="penalties.1.amount" aria-label="丙">
    <input name="xydm" aria-label="丁"><input id="jg" aria-label="戊"><input name="csrf" type="hidden" value="secret">`,
  `map='{"xydm": "party.creditCode", "jg": "agency.name"}'`));
  for (const [label, value] of [['甲', '甲公司'], ['乙', '100'], ['丙', '200'], ['丁', '91371502MA3C7R2T5W'], ['戊', '某局']]) await page.getByLabel(label).fill(value);
  const data = await page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()));
  assert.equal(data.party.name, '甲公司');
  assert.deepEqual(data.penalties.map((row) => String(row.amount)), ['100', '200']);
  assert.equal(data.party.creditCode, '91371502MA3C7R2T5W');
  assert.equal(data.agency.name, '某局');
  assert.doesNotMatch(JSON.stringify(data), /secret/);
  await end(page);
});

test('inputs are found by the labels of fields too, and messages stand at them', async () => {
  const page = await portal(check(`
    <input data-zhifa="当事人.统一社会信用代码" aria-label="甲"><input name="处罚种类[0].金额或价值" aria-label="乙"><input name="处罚种类[1].金额或价值" aria-label="丙">
    <input name="案由" aria-label="丁"><input name="证据[].证据名称" aria-label="戊"><input name="证据[].证据名称" aria-label="己">
    <input name="rq" aria-label="庚"><p data-zhifa-message="决定日期"></p><input name="经办" value="无关" aria-label="辛">`, `map='{"rq": "决定日期"}'`));
  for (const [label, value] of [['乙', '100'], ['丙', '200'], ['丁', '占道经营案'], ['戊', '照片'], ['己', '笔录'], ['庚', BAD], ['甲', '9137']]) await page.getByLabel(label).fill(value);
  await page.getByLabel('甲').press('Tab');
  const data = await page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()));
  assert.deepEqual(data.penalties.map((row) => row.amount), ['100', '200']);
  assert.deepEqual(data.evidence.map((row) => row.name), ['照片', '笔录']);
  assert.deepEqual([data.caseName, data.decidedOn, data.party], ['占道经营案', BAD, { creditCode: '9137' }]);
  assert.doesNotMatch(JSON.stringify(data), /无关/);
  assert.ok((await messages(page)).includes(`错误：${MESSAGE}`));
  assert.equal(await page.locator('[data-zhifa-message] .zhifa-message').count(), 1, 'in the place that names the field by its label');
  assert.ok(await page.getByLabel('甲').getAttribute('aria-describedby'), 'a message at the field');
  await end(page);
});

test('a row is meant by a number between dots as by one in brackets, whoever wrote the path', async () => {
  const page = await portal(check(`<input data-zhifa="penalties.0.amount" aria-label="甲"><input data-zhifa="处罚种类.1.金额或价值" aria-label="乙">
    <input name="je" aria-label="丙">`, `map='{"je": "penalties.2.amount"}'`));
  for (const [label, value] of [['甲', '100'], ['乙', '若干'], ['丙', '300']]) await page.getByLabel(label).fill(value);
  await page.getByLabel('乙').press('Tab');
  const data = await page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()));
  assert.deepEqual(data.penalties.map((row) => row.amount), ['100', '若干', '300']);
  assert.equal(await page.getByLabel('乙').getAttribute('aria-invalid'), 'true');
  await end(page);
});

test('radio buttons, check boxes, selects and lists of values are read as they are', async () => {
  const radio = (value) => `<label><input type="radio" name="yz" value="${value}" data-zhifa="agency.sealed">${value}</label>`;
  const box = (value) => `<label><input type="checkbox" value="${value}" data-zhifa="discretion.circumstances">${value}</label>`;
  const page = await portal(check(`
    <fieldset data-zhifa="agency.sealed"><legend>加盖印章</legend>${radio('true')}${radio('false')}</fieldset>
    <fieldset><legend>情节</legend>${box('merit')}${box('coerced')}${box('aggravating')}</fieldset>
    <label><input type="checkbox" data-zhifa="rights.statementTold">已告知</label>
    <label>类型<select data-zhifa="party.kind"><option value="">选择</option><option value="company">法人</option></select></label>
    <label>依据<textarea data-zhifa="legalBasis"></textarea></label>`));
  await page.getByLabel('true').check();
  await page.getByLabel('merit').check();
  await page.getByLabel('aggravating').check();
  await page.getByLabel('已告知').check();
  await page.getByLabel('类型').selectOption('company');
  await page.getByLabel('依据').fill('《中华人民共和国行政处罚法》第九条\n《中华人民共和国行政处罚法》第十条');
  const get = (path) => page.evaluate((p) => document.querySelector('zhifa-check').session.get(p), path);
  assert.equal(await get('agency.sealed'), 'true');
  assert.deepEqual([await get('discretion.circumstances[0]'), await get('discretion.circumstances[1]')], ['merit', 'aggravating']);
  assert.equal(await get('rights.statementTold'), 'true');
  assert.equal(await get('party.kind'), 'company');
  assert.match(await get('legalBasis[1]'), /第十条/);
  await page.getByLabel('merit').uncheck();
  assert.equal(await get('discretion.circumstances[0]'), 'aggravating');
  assert.equal(await page.evaluate(() => document.querySelector('zhifa-check').session.rowCount('discretion.circumstances')), 1);
  // A group in error is described; a radio button itself cannot be invalid.
  await page.evaluate(() => document.querySelector('#f').reset());
  await page.click('button');
  await page.locator('fieldset[data-zhifa="agency.sealed"] .zhifa-message').waitFor();
  assert.equal(await page.locator('input[type=radio][aria-invalid]').count(), 0);
  await accessible(page, 'groups');
  await end(page);
});

test('inputs that come later are bound, what they hold counts; those that go are forgotten', async () => {
  const page = await portal(check('<div id="rows"></div>'));
  await page.evaluate(() => {
    const add = (i, value) => {
      const node = document.createElement('input');
      node.dataset.zhifa = `evidence[${i}].name`;
      node.value = value;
      document.querySelector('#rows').append(node);
    };
    add(0, '现场笔录');
    add(1, '询问笔录');
    add(2, '照片');
  });
  const names = () => page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()).evidence?.map((row) => row.name) ?? []);
  await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('evidence') === 3);
  assert.deepEqual(await names(), ['现场笔录', '询问笔录', '照片']);
  // The portal takes out the first row and renumbers the others, as portals do.
  await page.evaluate(() => {
    const rows = document.querySelector('#rows');
    rows.firstElementChild.remove();
    [...rows.children].forEach((node, i) => { node.dataset.zhifa = `evidence[${i}].name`; });
  });
  await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('evidence') === 2);
  assert.deepEqual(await names(), ['询问笔录', '照片']);
  await end(page);
});

test('values that a script filled in are read at submit', async () => {
  const page = await portal(check(input('decidedOn')));
  await page.evaluate((v) => { document.getElementById('decidedOn').value = v; }, BAD);
  await page.click('button');
  assert.deepEqual(await page.locator('.zhifa-summary a').allTextContents(), [MESSAGE]);
  await end(page);
});

test('what a portal writes as a code of its own is read by its words', async () => {
  const page = await portal(check(`
    <label>类型<select name="lx" data-zhifa="party.kind"><option value="">--选择--</option><option value="01">公民</option><option value="02">法人</option></select></label>
    <label>方式<select data-zhifa="service.method"><option value="">--</option><option value="3" data-zhifa-value="mail">挂号</option></select></label>
    <label>复议机关<select data-zhifa="remedies.reviewBody"><option value="">--</option><option value="371522">莘县人民政府</option></select></label>
    <label>地区<select data-zhifa="agency.regionCode"><option value="">--</option><option value="371522">莘县</option></select></label>
    <p>盖章 <input type="radio" name="gz" value="1" data-zhifa="agency.sealed" id="yes">是 <input type="radio" name="gz" value="2" data-zhifa="agency.sealed" id="no">否</p>
    <p><label><input type="checkbox" value="A2" data-zhifa="discretion.circumstances">受他人胁迫或者诱骗</label></p>`));
  await page.getByLabel('类型').selectOption('02');
  await page.getByLabel('方式').selectOption('3');
  await page.getByLabel('复议机关').selectOption('371522');
  await page.getByLabel('地区').selectOption('371522');
  await page.locator('#no').check();
  await page.getByLabel('受他人胁迫').check();
  const data = await page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()));
  assert.deepEqual([data.party.kind, data.service.method, data.remedies.reviewBody, data.agency.regionCode, data.agency.sealed, data.discretion.circumstances],
    ['法人', 'mail', '莘县人民政府', '371522', false, ['受他人胁迫或者诱骗']]);
  await page.click('button');
  assert.doesNotMatch((await messages(page)).join(), /之一|是或否/);
  // Behind the word of the button, not between the two.
  assert.match(await page.locator('#no').evaluate((node) => node.parentElement.textContent), /^盖章 是 否错误：/);
  await page.getByLabel('类型').selectOption('');
  assert.equal(await page.evaluate(() => document.querySelector('zhifa-check').session.get('party.kind')), '');
  await end(page);
});

const penalties = (page) => page.evaluate(() => JSON.parse(document.querySelector('zhifa-check').session.dataJson()).penalties?.map((row) => `${row.kind ?? ''}${row.amount ?? ''}`) ?? []);

for (const [how, name, map] of [
  ['with their numbers', (i, column) => `penalties[${i}].${column}`, {}],
  ['with numbers of the portal', (i, column) => `cfList[${i + 1}].${{ kind: 'cfzl', amount: 'je' }[column]}`, { 'cfList[].cfzl': 'penalties[].kind', 'cfList[].je': 'penalties[].amount' }],
  ['under one name', (i, column) => column, { kind: 'penalties[].kind', amount: 'penalties[].amount' }],
]) {
  test(`rows ${how}: one that is taken out is gone, those behind it move up`, async () => {
    const page = await portal(check('<div id="rows"></div>', `map='${JSON.stringify(map)}'`));
    const rows = [['warning', ''], ['fine', '8000'], ['confiscateIncome', '2600']].map(([kind, amount], i) => `<p><input name="${name(i, 'kind')}" value="${kind}"><input name="${name(i, 'amount')}" value="${amount}"></p>`);
    await page.evaluate((html) => document.querySelector('#rows').append(document.createRange().createContextualFragment(html)), rows.join(''));
    await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('penalties') === 3);
    assert.deepEqual(await penalties(page), ['warning', 'fine8000', 'confiscateIncome2600']);
    await page.evaluate(() => document.querySelector('#rows p').remove());
    await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('penalties') === 2);
    assert.deepEqual(await penalties(page), ['fine8000', 'confiscateIncome2600']);
    // A message stands at the row that is the second now, and says so.
    const amount = page.locator('#rows p:last-child input').last();
    await amount.fill('若干');
    await page.click('button');
    assert.match(await page.locator('#rows p:last-child .zhifa-message').textContent(), /^错误：处罚种类第2行金额或价值应为金额/);
    assert.match(await page.locator('.zhifa-summary a').first().textContent(), /^处罚种类第2行金额或价值应为金额/);
    await page.evaluate(() => document.querySelector('#rows p').remove());
    await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('penalties') === 1);
    await amount.press('Tab');
    assert.match(await page.locator('#rows .zhifa-message').textContent(), /第1行/);
    await page.evaluate(() => document.querySelector('#rows p').remove());
    await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('penalties') === 0);
    await end(page);
  });
}

test('a row\'s input that goes takes its value along, the row stays', async () => {
  const page = await portal(check('<p><input name="penalties[0].kind" value="warning"><input name="penalties[0].amount" value="8000"></p>'));
  assert.deepEqual(await penalties(page), ['warning8000']);
  await page.evaluate(() => document.querySelector('[name="penalties[0].amount"]').remove());
  await page.waitForFunction(() => document.querySelector('zhifa-check').session.get('penalties[0].amount') === '');
  assert.deepEqual(await penalties(page), ['warning']);
  await end(page);
});

const cited = (i, value) => `<p><input name="legalBasis[${i}]" value="${value}"></p>`;
const reasons = (page) => page.evaluate(() => document.querySelector('zhifa-check').report.findings.filter((finding) => finding.acknowledged).map(({ path, acknowledged }) => [path, acknowledged]));

test('a reason stays with its row when one before it is taken out, and with the form when a dialogue moves it', async () => {
  const page = await portal(check(`${cited(0, '《中华人民共和国行政处罚法》第九条')}${cited(1, '《中华人民共和国行政处罚法》第九百条')}${input('documentNumber', 'value="莘交罚[2026]19号"')}`));
  const warning = await page.evaluate(() => document.querySelector('zhifa-check').report.findings.find(({ path, severity }) => path === '/legalBasis/1' && severity === 'warning')?.rule);
  assert.ok(warning);
  await page.evaluate((rule) => {
    const node = document.querySelector('zhifa-check');
    node.acknowledge(rule, 'legalBasis[1]', '本机关制定');
    node.acknowledge('WZ002', 'documentNumber', '系统编号');
  }, warning);
  assert.deepEqual(await reasons(page), [['/documentNumber', '系统编号'], ['/legalBasis/1', '本机关制定']]);
  await page.evaluate(() => document.querySelector('#f p').remove());
  await page.waitForFunction(() => document.querySelector('zhifa-check').session.rowCount('legalBasis') === 1);
  assert.deepEqual(await reasons(page), [['/documentNumber', '系统编号'], ['/legalBasis/0', '本机关制定']]);
  await page.evaluate(() => document.querySelector('main').append(document.querySelector('zhifa-check')));
  await page.waitForFunction(() => document.querySelector('zhifa-check').report);
  assert.deepEqual(await reasons(page), [['/documentNumber', '系统编号'], ['/legalBasis/0', '本机关制定']]);
  // Another document in the same element is not excused by them.
  await page.evaluate(() => { const form = document.querySelector('#f'); form.replaceWith(form.cloneNode(true)); });
  await page.waitForFunction(() => document.querySelector('zhifa-check').report);
  assert.deepEqual(await reasons(page), []);
  await end(page);
});

test('an element whose form is not named yet says so, fetches nothing, and begins once it is', async () => {
  const page = await portal(check(input('decidedOn')).replace('form="penalty/decision"', ''), { expect: '.zhifa-notice' });
  assert.equal(await page.textContent('.zhifa-notice'), '未能检查本表：元素没有写form属性，不知道是哪种表单。表单可照常提交。');
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length);
  assert.equal(await fetched(), 0);
  await page.evaluate(() => document.querySelector('zhifa-check').setAttribute('form', 'penalty/decision'));
  await page.waitForFunction(() => document.querySelector('zhifa-check').report);
  assert.equal(await page.locator('.zhifa-notice').count(), 0);
  assert.equal(await fetched(), 1);
  await end(page);
});

test('a form that is reset starts anew: the reasons and the summary go with what was typed', async () => {
  const page = await portal(check(`${input('documentNumber')}${input('decidedOn')}`));
  const typed = async () => {
    await page.fill(at('documentNumber'), '莘交罚[2026]19号');
    await page.press(at('documentNumber'), 'Tab');
  };
  await typed();
  await page.evaluate(() => document.querySelector('zhifa-check').acknowledge('WZ002', 'documentNumber', '系统编号'));
  assert.deepEqual(await reasons(page), [['/documentNumber', '系统编号']]);
  await page.fill(at('decidedOn'), BAD);
  await page.click('button');
  await page.locator('.zhifa-summary').waitFor();
  // The reason is kept even where what it excused is gone for now.
  await page.fill(at('documentNumber'), '');
  await page.evaluate(() => document.querySelector('#f').reset());
  await page.waitForFunction(() => !document.querySelector('.zhifa-summary'));
  assert.doesNotMatch(await page.title(), /错误/);
  await typed();
  assert.deepEqual(await reasons(page), []);
  assert.match((await messages(page)).join(), /六角括号/);
  // A reset that the portal stops leaves everything.
  await page.evaluate(() => {
    document.querySelector('zhifa-check').acknowledge('WZ002', 'documentNumber', '系统编号');
    document.querySelector('#f').addEventListener('reset', (event) => event.preventDefault());
    document.querySelector('#f').reset();
  });
  await page.waitForTimeout(50);
  assert.deepEqual(await reasons(page), [['/documentNumber', '系统编号']]);
  // A dialogue that is reset and closed in one go leaves no fault in the console.
  const closed = await portal(check(input('decidedOn')));
  await closed.evaluate(() => {
    document.querySelector('#f').reset();
    document.querySelector('zhifa-check').remove();
  });
  await closed.waitForTimeout(50);
  await end(closed);
  await end(page);
});

test('a field in a tab that is closed: the portal opens it when the officer is led there', async () => {
  const page = await portal(check(`<div id="tab" class="tab" hidden>${input('decidedOn')}</div><div hidden id="hidden"><p id="seen">选择机构 <input name="agency.name" type="hidden"></p></div>`));
  await page.evaluate(() => {
    document.addEventListener('zhifa-reveal', (event) => {
      window.revealed = event.detail.path;
      const tab = event.target.closest('.tab');
      if (tab) tab.hidden = false;
    });
  });
  await page.click('button');
  await page.locator('.zhifa-summary a', { hasText: '决定日期' }).click();
  assert.equal(await page.evaluate(() => window.revealed), 'decidedOn');
  assert.ok(await page.locator(at('decidedOn')).isVisible());
  assert.ok(await page.locator(at('decidedOn')).evaluate((node) => node === document.activeElement));
  await end(page);
});

test('what stands in the inputs is what is checked: after refresh, and at submit whatever the session was given', async () => {
  const page = await portal(check(input('decidedOn') + input('party.name')));
  await page.evaluate((v) => { document.getElementById('decidedOn').value = v; document.querySelector('zhifa-check').refresh(); }, BAD);
  assert.ok((await last(page)).report.findings.some(({ message }) => message === MESSAGE));
  await page.evaluate((v) => {
    const { session } = document.querySelector('zhifa-check');
    session.load(JSON.stringify({ decidedOn: v, party: { name: '甲公司' }, amount: '100' }));
  }, GOOD);
  await page.click('button');
  assert.deepEqual(await page.locator('.zhifa-summary a').allTextContents(), [MESSAGE, '填写姓名或名称']);
  // What has no input here is left as it was given.
  assert.equal(await page.evaluate(() => document.querySelector('zhifa-check').session.get('amount')), '100');
  await end(page);
});

test('a field or a pack that is misspelt is named', async () => {
  const page = await portal(check('<input name="rq"><input data-zhifa="party.nmae"><fieldset data-zhifa="party"></fieldset>', `map='{"rq": "decidedDate"}'`));
  assert.deepEqual(page.troubles.splice(0), ['zhifa：行政处罚决定书没有字段decidedDate', 'zhifa：行政处罚决定书没有字段party.nmae']);
  await page.evaluate(() => document.querySelector('zhifa-check').setAttribute('packs', 'liaocheng'));
  await page.locator('.zhifa-notice').waitFor();
  assert.match(await page.textContent('.zhifa-notice'), /没有规则包“liaocheng”，现有national、shandong、liaocheng-2024/);
  await page.evaluate(() => document.querySelector('zhifa-check').setAttribute('packs', 'liaocheng-2024'));
  await page.waitForFunction(() => document.querySelector('zhifa-check').report?.packs.includes('liaocheng-2024'));
  page.troubles.length = 0;
  await end(page);
});

test('what the portal had on an input stays: descriptions, validity, its own required', async () => {
  const page = await portal(check(`<small id="own">写作出决定那天</small>${input('decidedOn', 'aria-describedby="own" aria-invalid="false"')}
    <label>备注<input id="note" required></label>`));
  const code = page.locator(at('decidedOn'));
  await code.fill(BAD);
  await code.press('Tab');
  assert.match(await code.getAttribute('aria-describedby'), /^own zhifa-\d+$/);
  assert.equal(await code.evaluate((node) => node.validationMessage), MESSAGE);
  await code.fill(GOOD);
  assert.equal(await code.getAttribute('aria-describedby'), 'own');
  assert.equal(await code.getAttribute('aria-invalid'), 'false');
  assert.equal(await code.evaluate((node) => node.validity.valid), true);
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 0, 'the portal requires a note');
  await page.fill('#note', '无');
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await end(page);
});

test('under the officer\'s hands a message may change or go, not come', async () => {
  const page = await portal(check(input('decidedOn')));
  const date = page.locator(at('decidedOn'));
  await date.fill(BAD);
  await date.press('Tab');
  assert.deepEqual(await messages(page), [`错误：${MESSAGE}`]);
  await date.fill('2026年2月31日');
  assert.equal((await messages(page)).length, 1, 'still wrong');
  await date.fill(GOOD);
  assert.deepEqual(await messages(page), [], 'put right');
  await date.fill(BAD);
  assert.deepEqual(await messages(page), [], 'wrong again, and still being typed');
  await date.press('Tab');
  assert.deepEqual(await messages(page), [`错误：${MESSAGE}`]);
  await end(page);
});

test('messages stand where the portal wants them', async () => {
  const page = await portal(check(`${input('decidedOn')}<div id="slot" data-zhifa-message="decidedOn"></div>`));
  await page.fill(at('decidedOn'), BAD);
  await page.press(at('decidedOn'), 'Tab');
  assert.match(await page.textContent('#slot'), /只有28日/);
  await end(page);
});

test('two on one page do not disturb each other, and the title is marked while one has errors', async () => {
  const one = (id, label) => `<zhifa-check form="penalty/decision" id="${id}"><form><input name="party.name" aria-label="${label}"><button>提交${label}</button></form></zhifa-check>`;
  const page = await portal(one('a', '甲') + one('b', '乙'));
  await page.click('text=提交甲');
  await page.click('text=提交乙');
  assert.equal(await page.locator('.zhifa-summary').count(), 2);
  await page.getByLabel('甲').fill('甲公司');
  assert.equal(await page.locator('#a .zhifa-summary').count(), 0);
  assert.equal(await page.locator('#b .zhifa-summary').count(), 1);
  assert.match(await page.title(), /^错误：/);
  await page.getByLabel('乙').fill('乙公司');
  assert.doesNotMatch(await page.title(), /^错误：/);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((node) => node.id));
  assert.equal(new Set(ids).size, ids.length, 'no id twice');
  await end(page);
});

test('taken out of the page it leaves nothing behind; put back it works again', async () => {
  const page = await portal(check(input('decidedOn')));
  const before = await page.evaluate(() => document.querySelector('#f').outerHTML.replace(' novalidate=""', ''));
  await page.fill(at('decidedOn'), BAD);
  await page.click('button');
  assert.equal((await messages(page)).length, 1);
  await page.evaluate(() => {
    window.kept = document.querySelector('zhifa-check');
    window.kept.remove();
  });
  assert.equal(await page.evaluate(() => window.kept.querySelector('form').outerHTML), before);
  assert.equal(await page.evaluate(() => window.kept.querySelectorAll('.zhifa-summary').length), 0);
  assert.equal(await page.evaluate(() => window.kept.querySelector('input').validationMessage), '');
  assert.doesNotMatch(await page.title(), /^错误：/);
  await page.evaluate(() => document.querySelector('main').append(window.kept));
  await page.waitForFunction(() => window.kept.report);
  await page.click('button');
  assert.equal((await messages(page)).length, 1);
  await end(page);
});

test('a click on a button is not lost to a message that comes when the field is left', async () => {
  const page = await portal(check(`${input('decidedOn')}<button type="button" id="other">别的按钮</button>`));
  await page.evaluate(() => document.querySelector('#other').addEventListener('click', () => { window.clicked = true; }));
  await page.fill(at('decidedOn'), BAD);
  const spot = await page.locator('#other').boundingBox();
  await page.mouse.move(spot.x + 5, spot.y + 2);
  await page.mouse.down();
  await page.waitForTimeout(50);
  await page.mouse.up();
  assert.equal(await page.evaluate(() => window.clicked), true);
  await page.locator('.zhifa-message').waitFor();
  await end(page);
});

test('a form that is not known is said aloud, and the portal still works', async () => {
  const page = await site.page('embed.html');
  await page.evaluate(() => {
    window.sent = 0;
    document.addEventListener('submit', () => window.sent++);
    document.addEventListener('zhifa-error', (event) => { window.failed = event.detail.message; });
    document.querySelector('zhifa-check').setAttribute('form', 'no/such-form');
  });
  await page.waitForFunction(() => window.failed);
  assert.match(await page.textContent('.zhifa-notice'), /no\/such-form.*可照常提交/);
  await page.click('#register button[type=submit]');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await accessible(page, 'notice');
  await end(page);
});

test('where a policy forbids WebAssembly the officer is told, and the portal still works', async () => {
  const page = await portal(check(input('party.name')), { policy: CSP.replace("'wasm-unsafe-eval'", ''), expect: '.zhifa-notice' });
  assert.match(await page.textContent('.zhifa-notice'), /检查程序未能载入.*表单可照常提交/);
  await page.click('button');
  assert.equal(await page.evaluate(() => window.sent), 1);
  // The browser itself speaks of the refusal.
  assert.ok(page.troubles.every((words) => /WebAssembly/.test(words)));
  page.troubles.length = 0;
  await end(page);
});

test('a setting that cannot be read is named', async () => {
  const page = await portal(check(input('party.name'), 'settings="{"'), { expect: '.zhifa-notice' });
  assert.match(await page.textContent('.zhifa-notice'), /属性settings应为JSON/);
  await end(page);
});

test('a submit before the engine is there waits for it', async () => {
  const page = await site.page();
  let release;
  await page.route('**/*.wasm', async (route) => {
    await new Promise((done) => { release = done; });
    await route.continue();
  });
  await page.goto(`${site.url}embed.html`);
  await page.waitForFunction(() => customElements.get('zhifa-check'));
  await page.click('#register button[type=submit]');
  assert.equal(await page.textContent('#result'), '', 'neither sent nor refused yet');
  release?.();
  await page.locator('.zhifa-summary').waitFor();
  await end(page);
});

test('colours are the portal\'s to choose, and nothing outside is styled', async () => {
  const page = await portal(check(input('decidedOn')));
  const styles = () => page.evaluate(() => ['h1', 'p', 'a', 'body'].map((tag) => {
    const node = document.body.appendChild(document.createElement(tag === 'body' ? 'div' : tag));
    const { color, font, margin } = getComputedStyle(node);
    node.remove();
    return [color, font, margin].join();
  }).join('\n'));
  const withSheet = await styles();
  await page.evaluate(() => { document.querySelector('link[href="zhifa-check.css"]').disabled = true; });
  assert.equal(await styles(), withSheet);
  await page.evaluate(() => {
    document.querySelector('link[href="zhifa-check.css"]').disabled = false;
    document.querySelector('zhifa-check').style.setProperty('--zhifa-error', 'rgb(1, 2, 3)');
  });
  await page.click('button');
  await page.fill(at('decidedOn'), BAD);
  await page.click('button');
  assert.equal(await page.locator('.zhifa-message').first().evaluate((node) => getComputedStyle(node).color), 'rgb(1, 2, 3)');
  await end(page);
});
