// `make bench`: a list of ten thousand rows, checked whole and typed in, against plain loops over the same rows, and on the demo page.
//   node bench/inventory.mjs [--quick]
// Exit status 1 when zhifa and the loops differ on any of the lists (then nothing is timed).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import init, { Session, checkJson } from '../www/pkg/zhifa.js';
import { serve } from '../scripts/serve.mjs';
import { launch } from './browser.mjs';
import { median } from './table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FORM = 'coercion/seizure-decision';
const ROWS = 10_000;
const ROUNDS = process.argv.includes('--quick') ? 10 : 40;
/** What both are asked for: name, quantity, sums of the rows, the sum of all. */
const RULES = ['QZ038', 'QZ277', 'QZ273', ...['items[].name', 'items[].quantity', 'items[].unit'].map((key) => `${FORM}#${key}`)];
const DATE = '2026-11-23';

await init({ module_or_path: readFileSync(`${root}www/pkg/zhifa_bg.wasm`) });
const sound = JSON.parse(readFileSync(`${root}src/form/${FORM}.sound.json`, 'utf8'));

const cents = (sum) => Math.round(sum * 100) / 100;

/** The sound decision with a list of so many rows; `spoil` may break some. */
function inventory(spoil = () => {}) {
  const items = Array.from({ length: ROWS }, (_, i) => ({ ...sound.items[1], name: `第${i + 1}件`, quantity: 1 + (i % 90), amount: cents((1 + (i % 90)) * 0.35) }));
  const data = { ...sound, items, listing: { ...sound.listing, total: cents(items.reduce((sum, item) => sum + item.amount, 0)) } };
  spoil(data);
  return data;
}

/** The same rules as a portal would write them by hand for this one form. */
const plain = {
  findings(data) {
    const found = [];
    const blank = (typed) => typed === undefined || (typeof typed === 'string' && typed.trim() === '');
    const number = (typed) => (typeof typed === 'number' ? typed : blank(typed) ? NaN : Number(typed));
    let sum = 0;
    let unsound = false;
    data.items.forEach((item, i) => {
      for (const key of ['name', 'quantity', 'unit']) if (blank(item[key])) found.push(`${FORM}#items[].${key} /items/${i}/${key}`);
      const [quantity, price, amount] = [number(item.quantity), number(item.unitPrice), number(item.amount)];
      if (Math.abs(quantity * price - amount) > (quantity > 2 ? quantity * 0.005 : 0.01) + 1e-9) {
        unsound = true;
        found.push(`QZ277 /items/${i}/amount`);
      }
      sum += amount;
    });
    if (data.items.some((item) => number(item.quantity) <= 0)) found.push('QZ038 /items');
    if (!unsound && Math.abs(sum - number(data.listing.total)) > data.items.length * 0.01 + 1e-6) found.push('QZ273 /listing/total');
    return found.sort();
  },
};

const ids = (findings) => findings.map(({ rule, path }) => `${rule} ${path}`).sort();
const options = Object.freeze({ date: DATE, rules: RULES });
const document = (data) => JSON.stringify({ form: FORM, data });

for (const spoil of [
  undefined,
  (data) => { data.items[9_998].amount = 1; },
  (data) => { data.items[9_998].quantity = ''; data.items[4].name = ''; },
  (data) => { data.items[500].quantity = 0; data.items[500].amount = 0; },
  (data) => { data.listing.total += 500; },
]) {
  const data = inventory(spoil);
  const [ours, theirs] = [ids(checkJson(document(data), options).findings), plain.findings(data)];
  if (ours.join('\n') !== theirs.join('\n')) {
    console.error(`bench: zhifa finds\n${ours.slice(0, 9).join('\n')}\nthe loops find\n${theirs.slice(0, 9).join('\n')}`);
    process.exit(1);
  }
}

/** Milliseconds of a step, the engines taking turns. */
function turns(steps) {
  const times = steps.map(() => []);
  for (let round = -3; round < ROUNDS; round += 1) {
    steps.forEach((step, i) => {
      const start = performance.now();
      step(round);
      if (round >= 0) times[i].push(performance.now() - start);
    });
  }
  return times.map(median);
}

const ms = (time) => `${time < 10 ? time.toFixed(2) : time.toFixed(0)} ms`;
const say = (title, [ours, theirs, all]) =>
  console.log(`${title.padEnd(46)} zhifa ${ms(ours).padStart(8)}, loops ${ms(theirs).padStart(8)}, ratio ${(ours / theirs).toFixed(2)}; all rules ${ms(all).padStart(8)}`);

console.log(`\n${FORM} with ${ROWS.toLocaleString('en')} rows (Node ${process.versions.node})`);
const data = inventory();
const text = document(data);
const everything = Object.freeze({ date: DATE });
say('JSON text → findings', turns([() => checkJson(text, options), () => plain.findings(JSON.parse(text).data), () => checkJson(text, everything)]));

const open = (given) => {
  const session = new Session(FORM, given);
  session.load(JSON.stringify(data));
  session.changes();
  return (path, typed) => session.set(path, typed) && session.changes();
};
const [few, all] = [open(options), open(everything)];
const typed = (round) => (round % 2 ? '3.5' : data.items[9_998].amount.toString());
const byHand = (round) => { data.items[9_998].amount = typed(round); return plain.findings(data); };
say('One keystroke → findings, which change', turns([(i) => few('items[9998].amount', typed(i)), byHand, (i) => all('items[9998].amount', typed(i))]));
const word = (round) => `第${round}箱`;
say('– they stay as they are', turns([(i) => few('items[9998].name', word(i)), (i) => { data.items[9_998].name = word(i); return plain.findings(data); }, (i) => all('items[9998].name', word(i))]));

// The page: what an officer waits for.
const site = await serve(`${root}www`);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForSelector('html[data-ready]');
  let start = performance.now();
  await page.setInputFiles('#file', { name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(document(inventory())) });
  await page.waitForSelector('#report[data-outcome="pass"]');
  const opened = performance.now() - start;
  const times = await page.evaluate(async ([rounds]) => {
    const run = async (path, write) => {
      const input = document.querySelector(`[data-zhifa="${path}"]:is(input, textarea)`);
      input.closest('details.row').open = true;
      input.focus();
      const list = [];
      for (let round = 0; round < rounds; round += 1) {
        const begin = performance.now();
        input.value = write(round);
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        list.push(performance.now() - begin);
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      }
      return list;
    };
    return { changing: await run('items[3].amount', (round) => (round % 2 ? '7' : '1.4')), unchanging: await run('items[3].name', (round) => `第${round}箱`) };
  }, [ROUNDS]);
  console.log(`On the demo page (Chromium ${browser.version()}): opened in ${ms(opened)}, one keystroke ${ms(median(times.unchanging))}, ${ms(median(times.changing))} where the findings change\n`);
} finally {
  await browser.close();
  await site.close();
}
