// `make bench`: what holds up the page's own thread while it loads, and while a roster of 100,000 rows is read and checked.
//   node bench/tasks.mjs
// The processor's time of each task is told beside the clock's: other work on the machine lengthens only the latter. Exit status 1 when a
// task took over 50 ms of the processor.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../scripts/serve.mjs';
import { launch } from './browser.mjs';
import { FORM, csv, rows } from './sheet/rows.mjs';

const ROUNDS = 3;
const LONG = 50;
const LABELS = { 'agency.name': '机关名称', 'agency.regionCode': '行政区划代码', year: '培训年度', asOf: '统计截止日' };

/** The tasks of the thread that draws pages of `url`, longest first: { wall, cpu } in ms. */
async function tasksOf(browser, url, use) {
  await browser.startTracing(undefined, { categories: ['toplevel', 'devtools.timeline'] });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await use(page);
  await context.close();
  const events = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  // The browser has pages of its own, in other processes.
  const ours = new Set(events.filter((event) => event.name === 'CommitLoad' && JSON.stringify(event.args).includes(new URL(url).host)).map((event) => event.pid));
  const main = new Set(events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain' && ours.has(event.pid)).map((event) => `${event.pid} ${event.tid}`));
  return events
    .filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && main.has(`${event.pid} ${event.tid}`))
    .map((event) => ({ wall: event.dur / 1000, cpu: (event.tdur ?? event.dur) / 1000 }))
    .sort((one, other) => other.cpu - one.cpu);
}

const folder = mkdtempSync(join(tmpdir(), 'zhifa-tasks-'));
const roster = join(folder, '十万.csv');
writeFileSync(roster, csv(rows(100_000)));
const site = await serve(fileURLToPath(new URL('../www', import.meta.url)));
const until = (there) => async (page) => {
  await page.waitForFunction(there);
  await page.waitForTimeout(1500);
};
const ready = until(() => document.documentElement.dataset.ready);
const cases = [
  ['the demo page loads', '', ready],
  ['a page with the component loads', 'embed.html', until(() => document.querySelector('zhifa-check').report)],
  ['100,000 rows are read and checked', '?form=training/roster', async (page) => {
    await ready(page);
    await page.setInputFiles('#file', roster);
    await page.waitForSelector('#sheet-start', { timeout: 120_000 });
    for (const [field, text] of Object.entries(FORM)) await page.getByLabel(LABELS[field], { exact: true }).fill(text);
    await page.getByLabel('第O列“备注”对应的栏目').selectOption('');
    await page.click('#sheet-start');
    await page.waitForSelector('.sheet-findings', { timeout: 120_000 });
    await page.waitForTimeout(1500);
  }],
];

let missed = false;
for (const [name, path, use] of cases) {
  const longest = [];
  for (let round = 0; round < ROUNDS; round++) {
    // A browser of its own: nothing is compiled or cached yet.
    const browser = await launch();
    const [task] = await tasksOf(browser, site.url + path, use);
    await browser.close();
    longest.push(task);
  }
  longest.sort((one, other) => one.cpu - other.cpu);
  const { wall, cpu } = longest[Math.floor(ROUNDS / 2)];
  missed ||= cpu > LONG;
  console.log(`${name}: the longest task took ${cpu.toFixed(0)} ms of the processor, ${wall.toFixed(0)} ms by the clock${cpu > LONG ? ' (over 50)' : ''}`);
}
await site.close();
rmSync(folder, { recursive: true });
if (missed) process.exit(1);
