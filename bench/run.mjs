// `make bench`: zhifa against ajv, zod, valibot and async-validator holding the same twenty rules of penalty/decision.
//   node bench/run.mjs [--quick] [--dry] [--node]
// --quick takes fewer rounds, --dry leaves the READMEs as they are, --node leaves the browser out.
// Exit status 1 when the engines differ on any document (then nothing is timed) or a target is missed.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { sizeOf, total } from '../scripts/size.mjs';
import { coldLoad, launch, serve } from './browser.mjs';
import { bundle, root } from './build.mjs';
import { RULES } from './rules.mjs';
import { insert, markdown, ratios, row } from './table.mjs';

const PEERS = ['ajv', 'zod', 'valibot', 'async-validator'];
const NAMES = ['zhifa', ...PEERS];
const ALL = 'zhifa-all';
const WASM = `${root}www/pkg/zhifa_bg.wasm`;
/** What a page with a penalty form downloads: the build of its family. */
const FAMILY = `${process.env.CARGO_TARGET_DIR ?? `${root}target`}/builds/penalty/zhifa_bg.wasm`;
const ROUNDS = process.argv.includes('--quick') ? 60 : 300;
const LOADS = process.argv.includes('--quick') ? 5 : 15;
/** An office line: 10 Mbit/s, 20 ms. */
const LINE = { latency: 20, throughput: 1_250_000 };

/** What the issue asks of us, against the fastest peer. */
const TARGETS = { stroke: 1.0, json: 0.7, bytes: 0.5 };

const TITLES = {
  stroke: ['One keystroke → findings', '一次按键 → 结果'],
  changing: ['– the findings change', '– 结果有变'],
  unchanging: ['– they stay as they are', '– 结果不变'],
  text: ['– typing in a long text', '– 在长文本中输入'],
  json: ['JSON text → findings', 'JSON 文本 → 结果'],
  bytes: ['10,000 documents from bytes', '字节流中的一万份文书'],
  load: ['Page load to first report', '打开页面至首份报告'],
  line: ['– at 10 Mbit/s, 20 ms', '– 10 Mbit/s、20 毫秒线路'],
};

const example = JSON.parse(readFileSync(`${root}src/form/penalty/decision.sound.json`, 'utf8'));
const { compare, measure } = await import(await bundle('measure.mjs'));

/** The three ways of typing as one: a third each. */
function withStroke(times) {
  const parts = [times.changing, times.unchanging, times.text];
  const mean = (name) => parts[0][name].map((_, at) => parts.reduce((sum, part) => sum + part[name][at], 0) / parts.length);
  return { stroke: Object.fromEntries(Object.keys(parts[0]).map((name) => [name, mean(name)])), ...times };
}

async function inNode() {
  const engines = [];
  for (const name of NAMES) engines.push([name, (await import(await bundle(`peers/${name}.mjs`))).default]);
  const { all } = await import(await bundle('peers/zhifa.mjs'));
  await engines[0][1].ready(readFileSync(WASM));
  const { compared, sound, spoke } = compare(engines, example);
  const silent = RULES.filter((rule) => !spoke[rule]);
  if (silent.length > 0) throw new Error(`no document breaks ${silent.join(', ')}`);
  if (sound < compared / 3) throw new Error(`only ${sound} of ${compared} documents are sound`);
  console.log(`Node ${process.versions.node}: ${compared} documents, ${sound} of them sound: all engines agree`);
  return withStroke(await measure([...engines, [ALL, all]], example, ROUNDS));
}

const MEASURE_PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title><script type="module">
import { compare, measure } from './measure.mjs';
const engines = [];
for (const name of ${JSON.stringify(NAMES)}) engines.push([name, (await import('./peers-' + name + '.mjs')).default]);
const { all } = await import('./peers-zhifa.mjs');
await engines[0][1].ready('./zhifa_bg.wasm');
globalThis.compare = (example) => compare(engines, example);
globalThis.measure = (example, rounds) => measure([...engines, ['${ALL}', all]], example, rounds);
</script>`;

function loadPage(name) {
  const wasm = name === 'zhifa' ? '<link rel="preload" href="penalty_bg.wasm" as="fetch" type="application/wasm" crossorigin>' : '';
  const document = JSON.stringify({ form: 'penalty/decision', data: example });
  return `<!doctype html><html lang="zh-CN" data-wasm="./penalty_bg.wasm"><meta charset="utf-8"><title>${name}</title>${wasm}
<script id="document" type="application/json">${document}</script>
<script type="module" src="${name}-page.mjs"></script>`;
}

async function inBrowser(bundles) {
  const pages = { 'measure.html': MEASURE_PAGE };
  for (const name of NAMES) pages[`${name}.html`] = loadPage(name);
  const modules = [await bundle('measure.mjs'), ...(await Promise.all(NAMES.map((name) => bundle(`peers/${name}.mjs`))))];
  const server = await serve(pages, [WASM, ...modules, ...Object.values(bundles)], { 'penalty_bg.wasm': FAMILY });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(server.url('measure.html'));
    await page.waitForFunction(() => globalThis.measure);
    const { compared } = await page.evaluate((form) => globalThis.compare(form), example);
    console.log(`Chromium ${browser.version()}: ${compared} documents: all engines agree`);
    const times = withStroke(await page.evaluate(([form, rounds]) => globalThis.measure(form, rounds), [example, ROUNDS]));
    await page.close();
    for (const [key, network] of [['load', undefined], ['line', LINE]]) {
      times[key] = Object.fromEntries(NAMES.map((name) => [name, []]));
      for (let round = 0; round <= LOADS; round += 1) {
        for (const name of NAMES) {
          const ms = await coldLoad(browser, server.url(`${name}.html`), network);
          if (round > 0) times[key][name].push(ms * 1e6); // the first warms the server and the browser
        }
      }
    }
    return { version: browser.version(), times };
  } finally {
    await browser.close();
    server.close();
  }
}

const bundles = {};
for (const name of NAMES) bundles[name] = await bundle('page.mjs', name);

const node = await inNode();
const chromium = process.argv.includes('--node') ? undefined : await inBrowser(bundles);

const results = [['Node', node], ['Chromium', chromium?.times]].flatMap(([where, times]) =>
  Object.entries(times ?? {}).map(([key, engines]) => [key, where, ratios(engines, PEERS)]),
);
const order = Object.keys(TITLES);
results.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));

const sizes = Object.fromEntries(NAMES.map((name) => [name, name === 'zhifa' ? total([bundles.zhifa, FAMILY]) : sizeOf(bundles[name])]));
const whole = total([bundles.zhifa, WASM]);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** The table in one language: 0 English, 1 Chinese. */
function table(language) {
  const say = (english, chinese) => (language === 0 ? english : chinese);
  const rows = results.map(([key, where, result]) => row(`${TITLES[key][language]} (${where})`, result, [...NAMES, ALL]));
  for (const kind of ['raw', 'gzip', 'brotli']) {
    rows.push([say(`Bytes to download (${kind})`, `下载字节 (${kind})`), ...NAMES.map((name) => kilobytes(sizes[name][kind])), '', '']);
  }
  rows.push([say('– with all families (brotli)', '– 含全部门类 (brotli)'), kilobytes(whole.brotli), ...PEERS.map(() => ''), '', '']);
  const head = ['', ...NAMES.slice(0, 1), ...PEERS, say('zhifa, all its rules', 'zhifa 全部规则'), say('fastest peer', '最快的同类')];
  return markdown(head, rows);
}

const machine = `${cpus()[0].model.trim()}, Node ${process.versions.node}${chromium ? `, Chromium ${chromium.version}` : ''}`;
console.log(`\n${machine}\n${table(0)}\n`);

if (chromium && !process.argv.includes('--dry')) {
  const notes = [
    `Time against the fastest peer of the same run (1.00; below is faster), median and half the quartile distance of interleaved rounds. The page loads the build of its form's family, as the element does. ${machine}.`,
    `同一次运行中与最快的同类之比（1.00，越小越快），为交替各轮的中位数与四分位差之半。页面只载入本表单一类的版本，与网页元素相同。${machine}。`,
  ];
  ['README.md', 'README.zh-CN.md'].forEach((file, language) => {
    if (!insert(root + file, `${table(language)}\n\n${notes[language]}`)) console.error(`bench: ${file} has no <!-- bench --> markers`);
  });
}

for (const [key, where, { of }] of results) {
  const limit = TARGETS[key];
  if (limit === undefined) continue;
  const { ratio } = of.zhifa;
  console.log(`${ratio <= limit ? 'reached' : 'MISSED '} ${TITLES[key][0]} (${where}): ${ratio.toFixed(2)}, at most ${limit}`);
  if (ratio > limit) process.exitCode = 1;
}
