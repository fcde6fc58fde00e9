// The handbook, as an officer and a legal reviewer meet it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, end, noSidewaysScroll, start } from './support/browser.mjs';

let site;
before(async () => { site = await start(); });
after(() => site.close());

const found = (page) => page.locator('#found li').evaluateAll((lines) => lines.map((line) => line.querySelector('.id').textContent));
async function search(page, words) {
  await page.fill('#query', words);
  await page.waitForFunction((words) => new URLSearchParams(location.search).get('q') === words, words);
  return found(page);
}

test('a rule page says what is asked, on what it rests, and shows both kinds of example', async () => {
  const page = await site.page('handbook/CF133.html');
  const text = await page.locator('main').innerText();
  for (const words of ['告知书在处罚决定之前送达', '要求和理由', '怎么处理', '依据', '第四十四条', '2021年7月15日起施行', '没有问题的例子']) assert.ok(text.includes(words), words);
  const bad = page.locator('.example.fails').first();
  assert.equal(await bad.locator('tr', { hasText: '告知书送达日期' }).locator('.changed').textContent(), '2026-09-15');
  assert.match(await bad.locator('.says').textContent(), /告知书送达日期2026年9月15日晚于决定日期2026年9月14日/);
  assert.equal(await page.locator('script').count(), 0);
  await accessible(page, 'a rule');
  await page.getByRole('link', { name: '第四十四条' }).click();
  await page.locator('h1', { hasText: '《中华人民共和国行政处罚法》' }).waitFor();
  assert.ok((await page.locator(':target').textContent()).includes('第四十四条'));
  await page.locator('.article', { has: page.locator(':target') }).getByRole('link', { name: 'CF133' }).click();
  await page.locator('h1', { hasText: 'CF133' }).waitFor();
  await page.getByRole('link', { name: '下一条' }).click();
  await page.locator('h1', { hasText: 'CF134' }).waitFor();
  await end(page);
});

test('a form page lists its fields with what requires them, and its rules', async () => {
  const page = await site.page('handbook/penalty/decision.html#party.name');
  const field = page.locator(':target');
  assert.match(await field.textContent(), /姓名或名称.*必须填写.*第五十九条第一款第（一）项/s);
  assert.ok(await field.evaluate((node) => node.getBoundingClientRect().top < innerHeight), 'the field is on the screen');
  await page.getByRole('link', { name: 'CF054' }).waitFor();
  await accessible(page, 'a form');
  await page.getByRole('navigation', { name: '所在位置' }).getByRole('link', { name: '行政处罚' }).click();
  await page.locator('#query').waitFor();
  await end(page);
});

test('the search looks in ids, titles, articles and what is said, and the way back keeps it', async () => {
  const page = await site.page('handbook/index.html');
  await accessible(page, 'index');
  assert.equal((await search(page, 'cf054'))[0], 'CF054');
  assert.equal((await search(page, '九十日内作出'))[0], 'CF054');
  assert.ok((await search(page, '处罚法 60条')).includes('CF054'));
  assert.ok((await search(page, '超过办案期限，自立案之日起')).includes('CF054'), 'what the finding says');
  assert.equal((await search(page, '处罚决定书'))[0], 'penalty/decision');
  // What officers call a form.
  assert.equal((await search(page, '简易程序'))[0], 'penalty/summary-decision');
  assert.match(await page.locator('#found li').first().textContent(), /也叫：.*简易程序/);
  assert.ok((await search(page, '花名册')).includes('training/roster'));
  // A law and its article as they are written in a paper, in one citation.
  for (const words of ['行政处罚法第六十条', '《中华人民共和国行政处罚法》第60条']) {
    const ids = await search(page, words);
    assert.equal(ids[0], 'CF054', words);
    assert.ok(!ids.includes('CF192'), '第六十条 of another instrument');
  }
  // A finding copied from a report, with the figures of its paper.
  assert.equal((await search(page, '决定日期2026年9月21日超过办案期限，自立案之日起九十日截止于2026年9月7日'))[0], 'CF054');
  assert.match(await page.locator('#found-count').textContent(), /^说法相近的有\d+项/);
  assert.ok((await search(page, '罚款8000元低于法定最低罚款10000元，应在法定幅度之内')).includes('CF033'));
  await search(page, '没有这样的规则');
  assert.match(await page.locator('#found-count').textContent(), /没有找到/);

  await search(page, '听证');
  assert.equal(await page.locator('#lists').isVisible(), false);
  await accessible(page, 'found');
  await page.locator('#query').press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const second = await page.evaluate(() => document.activeElement.querySelector('.id').textContent);
  assert.equal(second, (await found(page))[1]);
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: second }).waitFor();
  await page.goBack();
  await page.locator('#found li').nth(1).waitFor();
  assert.equal(await page.inputValue('#query'), '听证');
  await page.fill('#query', '');
  await page.locator('#lists').waitFor();
  await end(page);
});

test('a search in fifteen hundred rules answers within a keystroke', async () => {
  const page = await site.page('handbook/index.html', {}, (page) => page.route('**/search.json', async (route) => {
    const answer = await route.fetch();
    const { laws, items } = await answer.json();
    const many = Array.from({ length: 1500 }, (_, i) => items[i % items.length]);
    await route.fulfill({ json: { laws, items: many } });
  }));
  await search(page, '听');
  const longest = await page.evaluate(async () => {
    const query = document.querySelector('#query');
    let longest = 0;
    for (const words of ['听证', '听证告', '听证 期限', '处罚法', '处罚法 63条', '决', '送达日期晚于']) {
      const begun = performance.now();
      query.value = words;
      query.dispatchEvent(new InputEvent('input'));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      longest = Math.max(longest, performance.now() - begun);
    }
    return longest;
  });
  assert.ok(longest < 200, `${longest} ms`);
  await end(page);
});

test('several cases are counted through, and their order is told', async () => {
  const page = await site.page('handbook/CF238.html');
  const cases = await page.locator('.case h3').evaluateAll((heads) => heads.map((head) => head.firstChild.textContent.trim()));
  assert.deepEqual([...cases.slice(0, 6), cases.at(-1)], ['情形一', '情形二', '情形三', '情形四', '情形五', '情形六', '没有问题的例子']);
  assert.ok((await page.locator('main').textContent()).includes('按次序判断，符合前面一种情形的，不再看后面的'));
  await page.goto(`${site.url}handbook/CF054.html`);
  assert.ok(!(await page.locator('main').textContent()).includes('按次序判断'), 'a single case has no order');
  await end(page);
});

test('the rules of a place or a field, and what is judged otherwise there', async () => {
  const page = await site.page('handbook/index.html');
  await page.getByRole('link', { name: '不检查什么' }).click();
  assert.match(await page.locator('#limits + p').textContent(), /不判断事实是否属实/);
  await page.getByRole('navigation', { name: '手册' }).getByRole('link', { name: '地方和领域' }).click();
  await page.getByRole('navigation', { name: '地方和领域' }).getByRole('link', { name: '市场监管' }).click();
  const part = (words) => page.locator('h2#market-regulation ~ details', { hasText: words }).first();
  for (const [words, id] of [['只在这里适用的规则', 'CF057'], ['在这里另行判断的', 'CF238'], ['程度不同的栏目', '行政处罚决定书']]) {
    await part(words).locator('summary').click();
    await part(words).getByRole('link', { name: id }).first().waitFor();
  }
  assert.match(await part('程度不同的栏目').textContent(), /统一社会信用代码.*全国为提示/s);
  await accessible(page, 'packs');
  await end(page);
});

test('an instrument lists its articles, and a field its other names once', async () => {
  const page = await site.page('handbook/law/01.html');
  await page.getByRole('navigation', { name: '各条' }).getByRole('link', { name: '六十三', exact: true }).click();
  assert.equal(await page.locator(':target').textContent(), '第六十三条');
  await page.goto(`${site.url}handbook/penalty/decision.html`);
  const names = (await page.locator('#documentNumber .note').first().textContent()).replace('也写作：', '').split('、');
  assert.deepEqual(names, [...new Set(names)]);
  await end(page);
});

test('without scripts the lists are there, and nothing that would not work', async () => {
  const page = await site.page('handbook/index.html', { javaScriptEnabled: false });
  assert.equal(await page.locator('#search').isVisible(), false);
  const chapter = page.locator('details', { hasText: 'CF054' });
  await chapter.locator('summary').click();
  await chapter.getByRole('link', { name: 'CF054' }).click();
  await page.locator('h1', { hasText: 'CF054' }).waitFor();
  await end(page);
});

for (const name of ['index.html', 'articles.html', 'packs.html', 'CF001.html', 'CF133.html', 'law/01.html', 'penalty/decision.html', 'training/annual-plan.html']) {
  test(`${name} fits a phone of 360 px, and is legible in dark colours`, async () => {
    const page = await site.page(`handbook/${name}`, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await noSidewaysScroll(page, name);
    await accessible(page, name);
    await end(page);
  });
}

test('a rule prints on A4 without what only a screen needs', async () => {
  const page = await site.page('handbook/CF133.html');
  await page.emulateMedia({ media: 'print' });
  for (const only of ['.masthead', '.above', '.turn']) assert.equal(await page.locator(only).isVisible(), false, only);
  assert.ok(await page.locator('.example').first().isVisible());
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.match(pdf, /\/MediaBox \[0 0 59[45]\.?\d* 84[12]/);
  await end(page);
});
