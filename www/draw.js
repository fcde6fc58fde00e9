/** Draws a form from its declaration: sections, fields by type, rows that come and go. */
import { h, arrange } from "./dom.js";
import { takeRow, up } from "./zhifa-check.js";
import { readDate } from "./words.js";

/** A list with more rows is turned over a page of so many at a time: ten thousand rows' inputs at once would hold up every keystroke. */
const PAGE = 50;
/** From this many rows on a list is drawn folded. */
const FOLD_FROM = 4;
const MOST_RADIOS = 4;

const NEED = { yes: "必填", when: "视情形", practice: "建议" };
const DECIMAL = new Set(["money", "integer", "number", "hours", "year"]);
const PLACEHOLDER = { date: "如2024年5月1日", time: "如9:30", dateTime: "如2024年5月1日9时30分" };

// A paper may carry a value in a writing of its own; yes and no are shown only where no reading is needed.
const YES_NO = { true: "true", 是: "true", false: "false", 否: "false" };

// 800.00 is read as 800: nothing to say.
const plain = (text) => text.replace(/\.0+$/, "");

/** The cells of a table copied in Word, WPS or Excel; [] where the text is no table. */
function cellsOf(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").filter((line) => line.trim());
  return lines.some((line) => line.trim().includes("\t")) ? lines.map((line) => line.split("\t").map((cell) => cell.trim())) : [];
}

const bald = (words) => words.normalize("NFKC").replace(/[\s:*]|[(].*$/g, "");
const digits = (cell) => Number(cell.normalize("NFKC").replace(/[.、]$/, ""));

/** Whether a column of cells can be what the field holds; where it cannot, the cells are not in the order of the form. */
function fits(column, cells) {
  if (!column) return false;
  if (DECIMAL.has(column.type) || column.type === "date") return cells.every((cell) => !cell || /\d/.test(cell.normalize("NFKC")));
  if (column.type === "bool") return cells.every((cell) => !cell || /^[是否有无√×]$/.test(cell));
  return column.type !== "enum" || cells.every((cell) => !cell || column.options.some((option) => option.label === cell));
}

/** → the lines to fill in, and for each cell of a line its column of the form or null: by the heading where there is one, else in order from `first`. */
function placesOf(cells, columns, first) {
  const heading = cells[0].map(bald);
  const named = heading.map((words) => words && (columns.find((column) => bald(column.label) === words) ?? columns.find((column) => bald(column.label).endsWith(words))));
  if (named.filter(Boolean).length > 1) return { lines: cells.slice(1), places: named.map((column, at) => (named.indexOf(column) === at && column) || null) };
  // Many tables begin with the number of the line.
  const numbered = cells.length > 1 && !DECIMAL.has(columns[first].type) && cells.every(([cell], i) => digits(cell) === digits(cells[0][0]) + i);
  const places = [];
  for (let at = 0, on = true; at < Math.max(...cells.map((line) => line.length)); at++) {
    const column = columns[first + at - Number(numbered)];
    const counts = numbered && at === 0;
    on = on && (counts || fits(column, cells.map((line) => line[at] ?? "")));
    places.push(on && !counts ? column : null);
  }
  return { lines: cells, places };
}

let count = 0;
const uid = () => `f${++count}`;

const need = (field) => (NEED[field.required] ? h("span", { class: `need need-${field.required}` }, NEED[field.required]) : null);
const hint = (field, id) => (field.hint ? h("p", { class: "hint", id }, field.hint) : null);

const isRows = (field) => field.type === "rows";

/**
 * Draws `declaration` with the values of `session` into `root`, section by section: a generator that stops after each, and returns
 * what the page asks of the drawn form.
 * `changed()` is called after rows came or went; `say(words)` tells the officer what cannot be seen.
 */
export function* drawForm(root, declaration, session, { changed, say }) {
  const refills = new Map();
  const pagers = new Map(); // path of a list → its pager

  const sections = [];
  for (const [i, section] of declaration.sections.entries()) {
    const body = h("div", { class: "fields" });
    const fields = section.fields.filter((field) => field.type !== "group");
    body.append(...fields.map((field) => draw(field, field.path.replace(/\[\]$/, ""))));
    const tally = h("span", { class: "tally" });
    const node = h("details", { class: "section", id: `section-${i}`, open: fields.some((f) => f.required && f.required !== "practice") || fields.some((f) => holds(f)) },
      h("summary", {}, h("h2", {}, section.title), tally), body);
    sections.push({ title: section.title, node, tally });
    yield;
  }
  arrange(root, [...sections.map((s) => s.node), h("div", { class: "submit" }, h("button", { type: "submit", class: "primary" }, "检查并列出错误"))]);

  function holds(field, path = field.path.replace(/\[\]$/, "")) {
    return isRows(field) || field.list ? session.rowCount(path) > 0 : session.get(path) !== "";
  }

  function draw(field, path) {
    if (isRows(field)) return drawRows(field, path);
    if (field.list) return field.options ? drawChecks(field, path) : drawLines(field, path);
    if (field.type === "bool") {
      return drawRadios(field, path, [["true", "是"], ["false", "否"]], (typed) => YES_NO[typed.trim()] ?? typed);
    }
    if (field.type === "enum" && field.options) {
      const options = field.options.map((o) => [o.value, o.label]);
      const known = new Map(options.flatMap(([value, label]) => [[label, value], [value, value]]));
      const read = (typed) => known.get(typed.trim()) ?? typed;
      return options.length <= MOST_RADIOS ? drawRadios(field, path, options, read) : drawSelect(field, path, options, read);
    }
    return drawText(field, path);
  }


  function drawText(field, path) {
    const id = uid();
    const hintId = field.hint ? `${id}-hint` : undefined;
    const long = field.type === "longText";
    const typed = session.get(path);
    // A one-line input would swallow line breaks that came with the data.
    const area = long || typed.includes("\n") || typed.length > 120;
    const input = h(area ? "textarea" : "input", {
      id,
      "data-zhifa": path,
      type: area ? null : "text",
      rows: area ? (long ? 4 : 2) : null,
      inputmode: DECIMAL.has(field.type) ? "decimal" : field.type === "phone" ? "tel" : null,
      placeholder: PLACEHOLDER[field.type],
      "aria-describedby": hintId,
      "aria-required": field.required === "yes" ? "true" : null,
      spellcheck: "false",
      class: `type-${field.type}`,
    });
    const reading = h("output", { class: "reading", for: id });
    const read = () => {
      const canonical = session.canonical(path) ?? "";
      const words = field.type === "date" ? readDate(canonical || input.value) : plain(canonical);
      reading.textContent = words && words !== plain(input.value.trim()) ? `读作${words}` : "";
    };
    input.addEventListener("input", read);
    refills.set(path, () => {
      input.value = session.get(path);
      read();
    });
    input.value = typed;
    read();
    return h("div", { class: `field${long || field.type === "citation" ? " wide" : ""}` },
      h("label", { for: id }, field.label, need(field)),
      hint(field, hintId),
      h("div", { class: "line" }, input, field.unit ? h("span", { class: "unit" }, field.unit) : null),
      reading);
  }

  function drawSelect(field, path, options, read) {
    const id = uid();
    const hintId = field.hint ? `${id}-hint` : undefined;
    const select = h("select", { id, "data-zhifa": path, "aria-describedby": hintId, "aria-required": field.required === "yes" ? "true" : null });
    const fill = () => {
      const typed = read(session.get(path));
      const all = options.some(([value]) => value === typed) || typed === "" ? options : [...options, [typed, `原文：${typed}`]];
      arrange(select, [h("option", { value: "" }, "未填"), ...all.map(([value, label]) => h("option", { value }, label))]);
      select.value = typed;
    };
    fill();
    refills.set(path, fill);
    return h("div", { class: "field" }, h("label", { for: id }, field.label, need(field)), hint(field, hintId), select);
  }

  function drawRadios(field, path, options, read) {
    const name = uid();
    const choices = h("div", { class: "choices" });
    const hintId = field.hint ? `${name}-hint` : undefined;
    const fill = () => {
      const typed = read(session.get(path));
      const all = [...options, ["", "未填"]];
      if (!all.some(([value]) => value === typed)) all.push([typed, `原文：${typed}`]);
      arrange(choices, all.map(([value, label]) => {
        const radio = h("input", { type: "radio", name, value, "data-zhifa": path });
        radio.checked = value === typed;
        return h("label", {}, radio, h("span", {}, label));
      }));
    };
    fill();
    refills.set(path, fill);
    return h("fieldset", { class: "field", "data-zhifa": path, "aria-describedby": hintId }, h("legend", {}, field.label, need(field)), hint(field, hintId), choices);
  }

  // A list of options: a box each; what stands in the data and is no option keeps a box of its own.
  function drawChecks(field, path) {
    const options = field.options.map((o) => [o.value, o.label]);
    const choices = h("div", { class: "choices" });
    const fill = () => {
      const typed = Array.from({ length: session.rowCount(path) }, (_, i) => session.get(`${path}[${i}]`)).filter(Boolean);
      const labels = new Map(options.map(([value, label]) => [label, value]));
      const chosen = new Set(typed.map((text) => labels.get(text.trim()) ?? text));
      const others = [...chosen].filter((text) => !options.some(([value]) => value === text)).map((text) => [text, `原文：${text}`]);
      arrange(choices, [...options, ...others].map(([value, label]) => {
        const box = h("input", { type: "checkbox", value, "data-zhifa": path });
        box.checked = chosen.has(value);
        return h("label", {}, box, h("span", {}, label));
      }));
    };
    fill();
    refills.set(path, fill);
    return h("fieldset", { class: "field wide", "data-zhifa": path }, h("legend", {}, field.label, need(field)), hint(field), choices);
  }

  // A list of single values: a line each.
  function drawLines(field, path) {
    const list = h("div", { class: "lines" });
    const add = h("button", { type: "button", class: "add", onclick: () => insert(path, fill, "input, textarea") }, `添加${field.label}`);
    const pages = pager(path, field.label, "项", () => fill());
    const fill = () => {
      arrange(list, pages.draw((i) => {
        const at = `${path}[${i}]`;
        const typed = session.get(at);
        const input = h(typed.includes("\n") || field.type === "longText" ? "textarea" : "input", {
          "data-zhifa": at, "aria-label": `${field.label}第${i + 1}项`, spellcheck: "false", rows: 2,
        });
        input.value = typed;
        return h("div", { class: "one" }, h("div", { class: "one-input" }, input),
          h("button", { type: "button", class: "remove", "aria-label": `删除${field.label}第${i + 1}项`, onclick: () => remove(path, i, fill, add) }, "删除"));
      }));
    };
    fill();
    refills.set(path, fill);
    // Lines copied together are an item each: a box of one line would join them.
    list.addEventListener("paste", (event) => {
      const [, row] = /\[(\d+)\]$/.exec(event.target.dataset.zhifa ?? "") ?? [];
      const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean);
      if (!row || lines.length < 2 || event.target.value || field.type === "longText") return;
      event.preventDefault();
      lines.forEach((line, i) => {
        if (i) session.insertRow(path, Number(row) + i);
        session.set(`${path}[${Number(row) + i}]`, line);
      });
      fill();
      changed();
      add.focus();
      say(`已填入${lines.length}项`);
    });
    return h("fieldset", { class: "field wide list", "data-zhifa": path }, h("legend", {}, field.label, need(field)), hint(field), list, pages.node, add);
  }

  function drawRows(field, path) {
    const list = h("div", { class: "rows" });
    const add = h("button", { type: "button", class: "add", onclick: () => insert(path, fill, "details:last-of-type input, details:last-of-type select, details:last-of-type textarea") }, `添加一行${field.label}`);
    const pages = pager(path, field.label, "行", () => fill());
    const note = h("div", { class: "pasted" });
    let from = 0;
    const fill = () => {
      arrange(note, []);
      const open = new Map([...list.children].map((row, i) => [from + i, row.open]));
      arrange(list, pages.draw((i, rows) => drawRow(i, open.get(i) ?? rows < FOLD_FROM)));
      from = pages.from;
    };
    const drawRow = (i, open) => {
      const gist = h("span", { class: "gist" });
      const inner = h("div", { class: "fields" }, field.fields.map((column) => draw(column, `${path}[${i}]${column.path.slice(field.path.length).replace(/\[\]$/, "")}`)));
      const tell = () => {
        gist.textContent = [...new Set(field.fields.map((column) => words(column, `${path}[${i}]${column.path.slice(field.path.length)}`)))].filter(Boolean).slice(0, 3).join("　");
      };
      inner.addEventListener("change", () => setTimeout(tell));
      tell();
      return h("details", { class: "row", open },
        h("summary", {}, h("span", { class: "row-number" }, `第${i + 1}行`), gist, h("span", { class: "tally", "data-row": `${path}[${i}]` })),
        h("fieldset", { "data-zhifa": `${path}[${i}]` }, h("legend", { class: "quiet" }, `${field.label}第${i + 1}行`), inner,
          h("button", { type: "button", class: "remove", "aria-label": `删除第${i + 1}行${field.label}`, onclick: () => remove(path, i, fill, add) }, `删除第${i + 1}行`)));
    };
    fill();
    refills.set(path, fill);
    list.addEventListener("paste", (event) => {
      const typed = event.target.dataset.zhifa ?? "";
      const [, row, key] = /^\[(\d+)\]\.([^.[\]]+(?:\.[^.[\]]+)*)$/.exec(typed.startsWith(path) ? typed.slice(path.length) : "") ?? [];
      const columns = field.fields.filter((column) => !isRows(column) && !column.list && column.type !== "group");
      const first = columns.findIndex((column) => column.path === `${field.path}.${key}`);
      const cells = cellsOf(event.clipboardData?.getData("text/plain") ?? "");
      // A long text may have tabs of its own.
      if (first < 0 || !cells.length || columns[first].type === "longText") return;
      event.preventDefault();
      pasteRows(Number(row), placesOf(cells, columns, first));
    });

    // The browser's own way back knows nothing of these cells.
    function pasteRows(from, { lines, places }) {
      const rows = session.rowCount(path);
      const before = [];
      lines.forEach((line, i) => {
        if (from + i >= rows) session.insertRow(path, from + i);
        line.forEach((cell, at) => {
          if (!places[at]) return;
          const place = `${path}[${from + i}]${places[at].path.slice(field.path.length)}`;
          if (from + i < rows) before.push([place, session.get(place)]);
          session.set(place, cell);
        });
      });
      const others = places.filter((column, at) => !column && lines.some((line, i) => line[at] && digits(line[at]) !== digits(lines[0][at]) + i)).length;
      const words = `已填入第${from + 1}至${from + lines.length}行：${places.filter(Boolean).map((column) => column.label).join("、")}。${others ? `另有${others}列没有填入，连同表头一起复制的按表头对应。` : ""}`;
      fill();
      changed();
      arrange(note, [h("p", {}, words), h("button", {
        type: "button",
        onclick: () => {
          for (const [place, was] of before) session.set(place, was);
          while (session.rowCount(path) > rows) session.removeRow(path, session.rowCount(path) - 1);
          fill();
          changed();
          add.focus();
          say("已撤销粘贴");
        },
      }, "撤销")]);
      say(words);
      note.lastChild.focus();
    }

    return h("fieldset", { class: "field wide list", "data-zhifa": path }, h("legend", {}, field.label, need(field)), hint(field), note, list, pages.node, add);
  }

  /** Which rows of a list are on the page, and the buttons that turn it; there are none while all of them fit. */
  function pager(path, label, unit, fill) {
    const where = h("span", { class: "pager-where" });
    const back = h("button", { type: "button", onclick: () => turn(pages.from - PAGE) }, "上一页");
    const on = h("button", { type: "button", onclick: () => turn(pages.from + PAGE) }, "下一页");
    const number = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", "aria-label": `${label}，跳到第几${unit}` });
    const go = h("button", { type: "button", onclick: () => leap() }, "跳到");
    number.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      leap();
    });
    const node = h("div", { class: "pager", role: "group", "aria-label": `${label}翻页`, hidden: true }, back, where, on, h("span", { class: "pager-leap" }, "第", number, unit, go));
    const pages = {
      node,
      from: 0,
      /** Draws the rows of the page at hand, each by `one(index, rows)`. */
      draw(one) {
        const rows = session.rowCount(path);
        pages.from = Math.max(0, Math.min(pages.from, Math.floor((rows - 1) / PAGE) * PAGE));
        const to = Math.min(rows, pages.from + PAGE);
        node.hidden = rows <= PAGE;
        where.textContent = `第${pages.from + 1}至${to}${unit}，共${rows}${unit}`;
        // A disabled button would lose the focus.
        back.setAttribute("aria-disabled", String(pages.from === 0));
        on.setAttribute("aria-disabled", String(to === rows));
        for (const at of [...refills.keys(), ...pagers.keys()]) if (at.startsWith(`${path}[`)) [refills, pagers].forEach((map) => map.delete(at));
        return Array.from({ length: to - pages.from }, (_, i) => one(pages.from + i, rows));
      },
      /** Turns to the page of a row; false when it is there already. */
      show(row) {
        const from = Math.floor(row / PAGE) * PAGE;
        if (from === pages.from || row >= session.rowCount(path)) return false;
        pages.from = from;
        fill();
        return true;
      },
    };
    function turn(from) {
      if (pages.show(Math.max(0, from))) say(where.textContent);
    }
    function leap() {
      const row = Number(number.value.normalize("NFKC")) - 1;
      if (!Number.isInteger(row) || row < 0 || row >= session.rowCount(path)) {
        say(`填写1至${session.rowCount(path)}的行号`);
        return number.focus();
      }
      pages.show(row);
      const target = root.querySelector(`[data-zhifa="${path}[${row}]"]`);
      const fold = target.closest("details.row");
      if (fold) fold.open = true;
      (target.matches("input, textarea") ? target : target.querySelector("input, select, textarea")).focus();
    }
    pagers.set(path, pages);
    return pages;
  }

  function words(column, path) {
    if (isRows(column) || column.list) return "";
    const typed = session.get(path);
    return column.options?.find((o) => o.value === typed)?.label ?? (column.type === "bool" ? "" : typed.slice(0, 24));
  }

  function insert(path, fill, first) {
    const row = session.rowCount(path);
    session.insertRow(path, row);
    if (!pagers.get(path).show(row)) fill();
    changed();
    const holder = root.querySelector(`fieldset[data-zhifa="${path}"]`);
    const last = holder.querySelector(".rows")?.lastElementChild;
    if (last) last.open = true;
    (last ? last.querySelector("input, select, textarea") : [...holder.querySelectorAll(first)].at(-1))?.focus();
    say("已添加");
  }

  function remove(path, index, fill, next) {
    takeRow(session, path, index);
    fill();
    changed();
    next.focus();
    say("已删除");
  }

  return {
    sections,
    /** Turns every list to the page on which a field is; true when one had to be turned. */
    bring(path) {
      let turned = false;
      for (const { 1: number, index } of path.matchAll(/\[(\d+)\]/g)) turned = pagers.get(path.slice(0, index))?.show(Number(number)) || turned;
      return turned;
    },
    /** Shows a field's value anew after it changed in the session. */
    refill(path) {
      for (let at = path; at; at = up(at)) {
        if (refills.has(at)) return refills.get(at)();
      }
    },
  };
}
