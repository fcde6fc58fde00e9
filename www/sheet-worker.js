/** The worker of sheet.js: it holds the file and the engine that reads and checks it, so that the page stays free. */
import init, { Spreadsheet } from "./sheet/zhifa.js";

let wasm;
let book = null;

/** Tells the page how far the work is, ten times a second at most. */
function progress(stage) {
  let last = 0;
  return (done, all) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    postMessage({ progress: stage, done, all });
  };
}

const overview = () => JSON.parse(book.overview());

const WORK = {
  async open({ file, prefer }) {
    // The engine and the file come side by side.
    const [module, buffer] = await Promise.all([init(), file.arrayBuffer()]);
    wasm = module;
    book?.free();
    book = null;
    book = new Spreadsheet(new Uint8Array(buffer), file.name, prefer, progress("read"));
    return overview();
  },
  turn({ sheet }) {
    book.turn(sheet, progress("read"));
    return overview();
  },
  choose({ form, list, row, height }) {
    book.choose(form, list, row, height);
    return overview();
  },
  /** What the officer settled: { columns: [path or ""], fields: { path: text } }. */
  check({ columns, fields }) {
    columns.forEach((_, column) => book.assign(column, undefined));
    columns.forEach((path, column) => path && book.assign(column, path));
    for (const [path, text] of Object.entries(fields)) book.put(path, text);
    return { ...JSON.parse(book.check(undefined, progress("check"))), memory: wasm.memory.buffer.byteLength };
  },
  findings: ({ severity, rule, from, most }) => JSON.parse(book.findings(severity, rule, from, most)),
  totals: ({ officers, faulty, named, from, most }) => JSON.parse(book.totals(officers, faulty, named, from, most)),
  write({ format, corrected }) {
    const type = format === "csv" ? "text/csv;charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return { blob: new Blob([book.write(format, corrected)], { type }), memory: wasm.memory.buffer.byteLength };
  },
};

addEventListener("message", async ({ data: { id, kind, ...given } }) => {
  try {
    postMessage({ id, done: await WORK[kind](given) });
  } catch (error) {
    // What the engine says is meant for the officer; anything else means that it stopped in the middle.
    const stopped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error instanceof TypeError || error.name === "NotReadableError";
    postMessage({ id, failed: stopped ? null : error.message });
  }
});
