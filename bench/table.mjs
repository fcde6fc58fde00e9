// Numbers into a table, and the table into the READMEs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const sorted = (list) => [...list].sort((a, b) => a - b);

export function median(list) {
  const order = sorted(list);
  const middle = order.length >> 1;
  return order.length % 2 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
}

/** Half the distance between the quartiles. */
function spread(list) {
  const order = sorted(list);
  return (order[Math.floor(order.length * 0.75)] - order[Math.floor(order.length * 0.25)]) / 2;
}

/**
 * Each engine against the fastest peer, round by round.
 * @param {Record<string, number[]>} times engine → a time a round
 * @param {string[]} peers
 */
export function ratios(times, peers) {
  const fastest = peers.reduce((best, name) => (median(times[name]) < median(times[best]) ? name : best));
  const of = Object.fromEntries(
    Object.entries(times).map(([name, list]) => {
      const each = list.map((time, round) => time / times[fastest][round]);
      return [name, { ratio: median(each), spread: spread(each) }];
    }),
  );
  return { fastest, time: median(times[fastest]), of };
}

const cell = ({ ratio, spread: width }) => `${ratio.toFixed(2)}${width >= 0.005 ? ` ±${width.toFixed(2)}` : ''}`;

/** A time in nanoseconds, in the unit that reads best. */
export function time(ns) {
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`;
  return ns < 1e9 ? `${(ns / 1e6).toFixed(0)} ms` : `${(ns / 1e9).toFixed(2)} s`;
}

/** A Markdown table: a row a measurement, a column an engine. */
export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** The row of one measurement. */
export function row(title, result, engines) {
  return [title, ...engines.map((name) => (result.of[name] ? cell(result.of[name]) : '')), `${result.fastest} ${time(result.time)}`];
}

/** Puts `text` between the markers of a file; false when the file or its markers are not there. */
export function insert(file, text) {
  if (!existsSync(file)) return false;
  const old = readFileSync(file, 'utf8');
  const marked = /(<!-- bench -->)[\s\S]*?(<!-- \/bench -->)/;
  if (!marked.test(old)) return false;
  writeFileSync(file, old.replace(marked, (_, open, close) => `${open}\n${text}\n${close}`));
  return true;
}
