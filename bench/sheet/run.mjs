// The rules of a roster of 100,000 rows: zhifa over the rows that its reader parsed, and the same rules in JavaScript over the rows that SheetJS
// parsed from the same file. `node bench/sheet/run.mjs [ROWS] [ROUNDS]`; the processor's time is told too, since other work on the machine does
// not count into it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as XLSX from '@e965/xlsx';
import { check } from './roster.mjs';
import { FORM, HEADER, rows } from './rows.mjs';

const count = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 9);
const TODAY = '2026-01-15';
const www = fileURLToPath(new URL('../../www/sheet', import.meta.url));
const { default: init, Spreadsheet } = await import(`${www}/zhifa.js`);
const wasm = await init({ module_or_path: readFileSync(`${www}/zhifa_bg.wasm`) });

const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([HEADER, ...rows(count)]), '台账');
const file = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true });

function timed(work) {
  const before = process.cpuUsage();
  const from = performance.now();
  const done = work();
  const wall = performance.now() - from;
  return { done, wall, cpu: process.cpuUsage(before).user / 1000 };
}

const opened = timed(() => new Spreadsheet(new Uint8Array(file), '台账.xlsx', '', () => {}));
const parsed = timed(() => XLSX.utils.sheet_to_json(XLSX.read(file, { dense: true }).Sheets['台账'], { header: 1, raw: true, defval: null }).slice(1));
const sheet = opened.done;
for (const [path, text] of Object.entries(FORM)) sheet.put(path, text);
const ours = () => JSON.parse(sheet.check({ date: TODAY }, () => {}));
const theirs = () => check(parsed.done, FORM, Date.parse(TODAY) / 86_400_000);

// They must find the same in the same cells, or the times say nothing.
const sum = timed(ours);
const peer = timed(theirs);
const all = JSON.parse(sheet.findings('', '', 0, 1e9)).findings;
const names = (list) => [...new Set(list)].sort().join('\n');
const cell = ({ row, column }) => (row === null ? '' : `${String.fromCharCode(65 + column)}${row + 2}`);
const told = names(all.map((one) => `${one.rule} ${one.severity} ${one.cell}`));
const found = names(peer.done.map((one) => `${one.rule} ${one.severity} ${cell(one)}`));
if (told !== found) {
  const one = new Set(told.split('\n'));
  const other = new Set(found.split('\n'));
  console.error('they differ', [...one].filter((it) => !other.has(it)).slice(0, 9), [...other].filter((it) => !one.has(it)).slice(0, 9));
  process.exit(1);
}

// What a round found is let go: kept, the collector's work on it would count against the next.
const measured = (work) => {
  const { wall, cpu } = timed(work);
  return { wall, cpu };
};
const times = { zhifa: [], js: [] };
for (let round = 0; round < rounds; round++) {
  times.zhifa.push(measured(ours));
  times.js.push(measured(theirs));
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const of = (name, key) => median(times[name].map((one) => one[key]));
const ms = (value) => `${value.toFixed(0)} ms`.padStart(9);
console.log(`A roster of ${count.toLocaleString('en')} rows, ${(file.length / 1e6).toFixed(1)} MB as .xlsx, ${all.length} findings (Node ${process.versions.node})`);
console.log(''.padEnd(34), 'zhifa'.padStart(9), 'JavaScript'.padStart(11), 'ratio'.padStart(6));
const line = (name, a, b) => console.log(name.padEnd(34), ms(a), ms(b).padStart(11), (a / b).toFixed(2).padStart(6));
line('parsed rows → findings (processor)', of('zhifa', 'cpu'), of('js', 'cpu'));
line('parsed rows → findings (wall)', of('zhifa', 'wall'), of('js', 'wall'));
line('– the first time (processor)', sum.cpu, peer.cpu);
line('.xlsx → parsed rows (processor)', opened.cpu, parsed.cpu);
const written = timed(() => sheet.write('xlsx', false));
console.log(`findings → .xlsx ${ms(written.cpu).trim()}, ${(written.done.length / 1e6).toFixed(1)} MB`);
console.log(`the worker's memory after all this: ${(wasm.memory.buffer.byteLength / 2 ** 20).toFixed(0)} MB`);
