/**
 * 检查表格: a roster, a record or a plan as .xlsx, .xls or .csv. Loaded when a file is dropped or chosen; the file is read and checked in a
 * worker, this module shows what the worker says, a page at a time.
 *
 * The reader is the crate calamine, compiled into the worker's WebAssembly: the command reads with the same code, a formula is never run, and the
 * policy of the page needs no more than worker-src 'self'. Of the readers on the npm registry exceljs knows no .xls and SheetJS, whose
 * package there is left behind (its fixes are republished as @e965/xlsx, which the tests use), would be a second reader beside the command's.
 */
import { $, arrange, h } from "./dom.js";
import { citations } from "./words.js";

const PAGE = 50;
const SEVERITY = { error: "错误", warning: "需核对", info: "提示" };
const OUTCOME = { pass: "通过", review: "需核对", errors: "有错误" };
const STOPPED = "没有读完：文件的内容异常，或者这台电脑的内存不够。原文件没有改动；可以在Excel或者WPS中另存为xlsx，或者拆成几个文件再试。";

const number = (count) => count.toLocaleString("zh-CN");
const hours = (count) => `${Math.round(count * 10) / 10}`;

/** Under require-trusted-types-for only a policy's URL starts a worker; this one gives out no other. */
const WORKER = new URL("./sheet-worker.js", import.meta.url).href;
const policy = globalThis.trustedTypes?.createPolicy("zhifa-worker", { createScriptURL: () => WORKER });

function startWorker(onProgress) {
  const worker = new Worker(policy ? policy.createScriptURL("") : WORKER, { type: "module" });
  const waiting = new Map();
  let last = 0;
  const fail = (words) => {
    for (const { reject } of waiting.values()) reject(new Error(words));
    waiting.clear();
  };
  worker.addEventListener("message", ({ data }) => {
    if (data.progress) return onProgress(data);
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("done" in data) one?.resolve(data.done);
    else one?.reject(new Error(data.failed ?? STOPPED));
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail("检查程序未能载入，刷新页面再试。");
  });
  return {
    ask: (kind, given = {}) => new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, kind, ...given });
    }),
    stop() {
      worker.terminate();
      waiting.clear();
    },
  };
}

/** Ends what an earlier file has running. */
let stopEarlier = () => {};

let styled = false;
function style() {
  if (styled) return;
  styled = true;
  document.head.append(h("link", { rel: "stylesheet", href: new URL("./sheet.css", import.meta.url).href }));
}

/**
 * Opens a file in `root`. `form` is the id of the form at hand; `typed(path)` gives what stands in one of its fields; `forms` are all forms;
 * `nameOf(form, list)` names one of its lists; `closed()` is called when the officer is done. → the file's desk, with `close()`.
 */
export function openSheet(root, file, { form, typed, forms, nameOf, closed }) {
  style();
  stopEarlier();
  stopEarlier = () => worker?.stop();
  const title = h("h1", { tabindex: "-1", id: "sheet-title" }, `检查表格：${file.name}`);
  const spoken = h("p", { class: "quiet", role: "status" });
  const body = h("div", { class: "sheet-body" });
  const close = h("button", { type: "button", class: "close", onclick: end }, "关闭表格");
  arrange(root, [h("div", { class: "sheet-head" }, title, close), spoken, body]);
  root.hidden = false;
  title.focus();
  const titles = new Map(forms.map((one) => [one.id, one.title]));

  let worker = null;
  let seen = null; // what the worker last said of the worksheet
  let settled = null; // what the officer settled: { columns, unsure, fields, typed }
  let progress = null;

  const say = (words) => { spoken.textContent = words; };

  function end() {
    worker?.stop();
    arrange(root, []);
    root.hidden = true;
    closed();
  }

  // ── work that takes time ────────────────────────────────────────────────────────────────────────────────────────────

  function busy(words, cancel) {
    const bar = h("progress", { max: "1", "aria-label": words });
    const line = h("p", {}, words);
    progress = ({ done, all }) => {
      bar.max = Math.max(all, 1);
      bar.value = Math.min(done, all);
      line.textContent = `${words}，${number(done)}/${number(all)}行`;
    };
    arrange(body, [h("div", { class: "sheet-busy" }, line, bar, h("button", { type: "button", onclick: cancel }, "取消"))]);
    say(words);
  }

  function fresh() {
    worker?.stop();
    worker = startWorker((told) => progress?.(told));
    return worker;
  }

  /** Reads the file from the start: the first time, and after what a cancel threw away. */
  async function read(again) {
    const words = again ? "重新读取" : "正在读取";
    busy(words, () => { worker.stop(); worker = null; stopped("已取消读取。"); });
    try {
      seen = await fresh().ask("open", { file, prefer: form });
      if (again) await restore();
      else settle();
      mapping();
    } catch (error) {
      broken(error);
    }
  }

  /** Brings a new worker to where the officer was. */
  async function restore() {
    const { sheet, form: id, list, row, height } = again;
    if (sheet !== seen.sheet) seen = await worker.ask("turn", { sheet });
    seen = await worker.ask("choose", { form: id, list, row, height });
  }
  let again = null;

  function stopped(words) {
    say(words);
    arrange(body, [h("p", {}, `${words}文件没有改动。`), h("div", { class: "sheet-acts" }, h("button", { type: "button", class: "primary", onclick: () => read(false) }, "重新读取"))]);
    body.querySelector("button").focus();
  }

  function broken(error) {
    worker?.stop();
    worker = null;
    const box = h("div", { class: "notice bad", role: "alert", tabindex: "-1" }, h("p", {}, `“${file.name}”未载入：${error.message.replace(/。$/, "")}。`));
    arrange(body, [box, h("div", { class: "sheet-acts" }, h("button", { type: "button", onclick: () => read(false) }, "再读一次"))]);
    say(box.textContent);
    box.focus();
  }

  const listOf = (notes) => (notes.length ? h("ul", { class: "sheet-notes" }, notes.map((note) => h("li", {}, note))) : null);

  // ── which column is which field ─────────────────────────────────────────────────────────────────────────────────────

  function settle() {
    const fields = {};
    const from = {};
    // What was typed here stays when the table is taken for another form, or its heading is another row.
    const kept = settled?.typed ?? new Map();
    for (const field of seen.fields.filter((one) => one.ofForm)) {
      const here = seen.form === form ? typed(field.path) : "";
      if (kept.has(field.path)) {
        fields[field.path] = kept.get(field.path);
      } else if (field.value) {
        fields[field.path] = field.value;
        from[field.path] = field.from ? `取自${field.from}` : "";
      } else if (here) {
        fields[field.path] = here;
        from[field.path] = "取自当前表单";
      }
    }
    settled = {
      columns: seen.columns.map((column) => column.path),
      unsure: new Set(seen.columns.flatMap((column, at) => (column.path && !column.sure ? [at] : []))),
      fields,
      from,
      typed: kept,
    };
  }

  async function reread(kind, given, words) {
    busy(words, () => { worker.stop(); worker = null; stopped("已取消读取。"); });
    try {
      seen = await worker.ask(kind, given);
      settle();
      mapping();
    } catch (error) {
      // Another worksheet may be blank: the one at hand stays.
      say(error.message);
      mapping(error.message);
    }
  }

  function mapping(trouble) {
    progress = null;
    const id = (name) => `sheet-${name}`;
    const choose = (label, name, options, value, act) => {
      const select = h("select", { id: id(name), onchange: () => act(select.value) }, options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
      return h("div", { class: "sheet-choice" }, h("label", { for: id(name) }, label), select);
    };
    const key = `${seen.form} ${seen.list}`;
    const listed = seen.choices.map((one) => [`${one.form} ${one.list}`, titles.get(one.form) ?? one.form]);
    const twice = new Set(listed.map(([, words]) => words).filter((words, at, all) => all.indexOf(words) !== at));
    const options = [[key, `${seen.title}（${seen.listLabel}）`], ...listed.filter(([one]) => one !== key).map(([one, words]) => [one, twice.has(words) ? `${words}（${nameOf(...one.split(" "))}）` : words])];
    const rowInput = h("input", { id: id("row"), type: "number", min: "1", max: String(seen.rows), value: seen.height ? String(seen.row + 1) : "", inputmode: "numeric" });
    const heightInput = h("select", { id: id("height") }, [1, 2, 3].map((rows) => h("option", { value: rows, selected: rows === (seen.height || 1) }, `${rows}行`)));
    const place = h("div", { class: "sheet-choice sheet-place" }, h("label", { for: id("row") }, "表头从第几行起"), rowInput, h("label", { for: id("height"), class: "quiet" }, "表头有几行"), heightInput,
      h("button", { type: "button", onclick: () => {
        const row = Number(rowInput.value);
        if (!(row >= 1 && row <= seen.rows)) return rowInput.focus();
        void reread("choose", { form: seen.form, list: seen.list, row: row - 1, height: Number(heightInput.value) }, "正在比对表头");
      } }, "按此行"));

    const notes = [trouble, seen.height ? "" : `没有找到表头：前20行中没有一行写有两个以上能认出的栏目名称。看下面的前几行，写明表头在第几行；或者换一种文书。${/\.(csv|tsv)$/i.test(file.name) ? "文字是乱码的，文件的编码不对，在Excel或者WPS中另存为xlsx再导入。" : ""}`, ...seen.notes].filter(Boolean);
    const parts = [
      h("div", { class: "sheet-choices" },
        seen.sheets.length > 1 ? choose("工作表", "page", seen.sheets.map((one, at) => [String(at), one.shown ? one.name : `${one.name}（隐藏）`]), String(seen.sheet), (value) => reread("turn", { sheet: Number(value) }, "正在读取")) : null,
        choose("按哪种文书检查", "form", options, key, (value) => {
          const [one, list] = value.split(" ");
          void reread("choose", { form: one, list, row: 0, height: 0 }, "正在比对表头");
        }),
        place),
      listOf(notes),
    ];
    if (!seen.height) {
      parts.push(h("table", { class: "sheet-above" }, h("caption", {}, "表格的前几行"), h("tbody", {}, seen.above.map((text, at) => h("tr", {}, h("th", { scope: "row" }, `第${at + 1}行`), h("td", {}, text || "（空行）"))))));
      arrange(body, parts.filter(Boolean));
      return rowInput.focus();
    }
    parts.push(columns(), ofForm());
    const start = h("button", { type: "button", class: "primary", id: id("start"), onclick: () => check() }, "开始检查");
    parts.push(h("p", { class: "bad", id: id("unsure"), role: "alert" }), h("div", { class: "sheet-acts" }, start));
    arrange(body, parts.filter(Boolean));
    say(`已读取${number(seen.rows)}行，按${seen.title}检查。${settled.unsure.size ? `有${settled.unsure.size}栏待确认。` : ""}`);
    if (document.activeElement === document.body) title.focus();
  }

  function columns() {
    const rowFields = seen.fields.filter((one) => !one.ofForm);
    const others = seen.fields.filter((one) => one.ofForm);
    const choices = h("select", {}, h("option", { value: "" }, "不采用"),
      h("optgroup", { label: seen.listLabel }, rowFields.map((one) => h("option", { value: one.path }, one.label))),
      h("optgroup", { label: "表内其他栏目" }, others.map((one) => h("option", { value: one.path }, one.label))));
    const rows = seen.columns.map((column, at) => {
      if (!column.words && !column.samples.length) return null;
      const select = choices.cloneNode(true);
      select.setAttribute("aria-label", `第${column.name}列“${column.words}”对应的栏目`);
      const mark = h("span", { class: "sheet-mark" });
      const yes = h("button", { type: "button", onclick: () => { settled.unsure.delete(at); show(); select.focus(); } }, "确认");
      const show = () => {
        select.value = settled.columns[at];
        const unsure = settled.unsure.has(at);
        mark.textContent = unsure ? "待确认" : settled.columns[at] ? "已对应" : "不采用";
        mark.dataset.state = unsure ? "unsure" : settled.columns[at] ? "sure" : "none";
        yes.hidden = !unsure;
      };
      select.addEventListener("change", () => {
        const taken = settled.columns.indexOf(select.value);
        settled.columns[at] = select.value;
        settled.unsure.delete(at);
        show();
        // One column a field: the other gives it up.
        if (select.value && taken >= 0 && taken !== at) {
          settled.columns[taken] = "";
          settled.unsure.delete(taken);
          shows[taken]?.();
        }
        missing();
      });
      shows[at] = show;
      show();
      return h("tr", {}, h("th", { scope: "row" }, column.name), h("td", { class: "sheet-words" }, column.words || "（无表头）"), h("td", { class: "sheet-samples" }, column.samples.join("、") || "（空）"), h("td", { class: "sheet-field" }, select, mark, yes));
    });
    missing();
    return h("section", { "aria-labelledby": "sheet-columns" },
      h("h2", { id: "sheet-columns" }, "各列对应的栏目"),
      h("p", { class: "hint" }, "按表头的名称对应；只是相近的，确认以后再检查。不采用的列不检查，写回时原样保留。"),
      lacking,
      h("div", { class: "sheet-scroll", tabindex: "0", role: "group", "aria-label": "各列" }, h("table", { class: "sheet-columns" }, h("thead", {}, h("tr", {}, ["列", "表头", "内容", "对应栏目"].map((words) => h("th", { scope: "col" }, words)))), h("tbody", {}, rows.filter(Boolean)))));
  }
  const shows = [];
  const lacking = h("p", { class: "sheet-lacking" });
  function missing() {
    const absent = seen.fields.filter((one) => !one.ofForm && one.required && !settled.columns.includes(one.path)).map((one) => one.label);
    lacking.textContent = absent.length ? `表格中没有对应的必填栏目：${absent.join("、")}。不对应的，检查时各提示一次。` : "";
    lacking.hidden = !absent.length;
  }

  function ofForm() {
    const fields = seen.fields.filter((one) => one.ofForm && !seen.columns.some((_, at) => settled.columns[at] === one.path));
    const first = fields.filter((one) => one.required || settled.fields[one.path] || ["year", "asOf", "agency.name", "agency.regionCode", "officerHeadcount"].includes(one.path));
    const input = (one, at) => {
      const id = `sheet-of-form-${at}`;
      const attributes = { id, "aria-describedby": `${id}-hint`, oninput: (event) => { settled.typed.set(one.path, settled.fields[one.path] = event.target.value); } };
      const control = one.options
        ? h("select", attributes, h("option", { value: "" }, ""), one.options.map((label) => h("option", { value: label, selected: label === settled.fields[one.path] }, label)))
        : h("input", { ...attributes, type: "text", autocomplete: "off", value: settled.fields[one.path] ?? "" });
      return h("div", { class: "sheet-given" }, h("label", { for: id }, one.label), control, h("p", { class: "hint", id: `${id}-hint` }, [settled.from[one.path], one.hint].filter(Boolean).join("；")));
    };
    const rest = fields.filter((one) => !first.includes(one));
    return h("section", { "aria-labelledby": "sheet-of-form" },
      h("h2", { id: "sheet-of-form" }, "表内其他栏目"),
      h("p", { class: "hint" }, "年度、单位决定适用哪些规定；空白的，涉及的规则列为未核。"),
      h("div", { class: "sheet-grid" }, first.map((one, at) => input(one, at))),
      rest.length ? h("details", {}, h("summary", {}, `其余${rest.length}栏`), h("div", { class: "sheet-grid" }, rest.map((one, at) => input(one, first.length + at)))) : null);
  }

  // ── the check ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async function check() {
    if (settled.unsure.size) {
      $("sheet-unsure").textContent = `有${settled.unsure.size}栏待确认：${[...settled.unsure].map((one) => `${seen.columns[one].name}列“${seen.columns[one].words}”`).join("、")}。确认，或者改为其他栏目、不采用。`;
      body.querySelector(".sheet-field button:not([hidden])")?.focus();
      return;
    }
    busy("正在检查", () => {
      worker.stop();
      worker = null;
      again = { sheet: seen.sheet, form: seen.form, list: seen.list, row: seen.row, height: seen.height };
      void read(true).then(() => say("已取消检查，各列的对应仍然保留。"));
    });
    try {
      const given = Object.fromEntries(seen.fields.filter((one) => one.ofForm).map((one) => [one.path, settled.fields[one.path] ?? ""]));
      results(await worker.ask("check", { columns: settled.columns, fields: given }));
    } catch (error) {
      broken(error);
    }
  }

  // ── what was found ──────────────────────────────────────────────────────────────────────────────────────────────────

  function results(sum) {
    progress = null;
    root.dataset.memory = sum.memory;
    const counts = [["错误", sum.errors], ["需核对", sum.warnings], ["提示", sum.infos], ["未核", sum.notChecked.length]].filter(([, n]) => n).map(([name, n]) => `${name}${number(n)}`).join(" · ") || "没有发现问题";
    const heading = h("h2", { class: "sheet-outcome", tabindex: "-1", "data-outcome": sum.outcome }, `${OUTCOME[sum.outcome]}：检查${number(sum.rows)}行，${counts}`);
    const facts = [sum.documents > 1 ? `${number(sum.documents)}份${seen.title}` : seen.title, sum.asOf ? `适用日期${sum.asOf}` : "文书日期未填写"].join("，");
    arrange(body, [
      heading,
      h("p", { class: "hint" }, facts),
      listOf(sum.notes),
      takeAway(sum),
      findings(sum),
      sum.notChecked.length ? h("details", { class: "sheet-part" }, h("summary", {}, `未核${sum.notChecked.length}项`), h("ul", {}, sum.notChecked.map((one) => h("li", {}, `${one.reason}${one.count > 1 ? `（${number(one.count)}份）` : ""}：${one.rules.join("、")}`)))) : null,
      totals(sum, false),
      sum.officers ? totals(sum, true) : null,
      h("div", { class: "sheet-acts" }, h("button", { type: "button", onclick: () => { mapping(); title.focus(); } }, "返回各列对应")),
    ].filter(Boolean));
    say(heading.textContent);
    heading.focus();
  }

  function takeAway(sum) {
    const fixed = h("input", { type: "checkbox", id: "sheet-fixed" });
    const done = h("p", { class: "hint", role: "status" });
    const save = async (format, button) => {
      button.disabled = true;
      done.textContent = "正在写出…";
      try {
        const { blob, memory } = await worker.ask("write", { format, corrected: fixed.checked });
        root.dataset.memory = memory;
        const name = `${file.name.replace(/\.[^.]+$/, "")}（${fixed.checked ? "已改正" : "检查后"}）.${format}`;
        const url = URL.createObjectURL(blob);
        h("a", { href: url, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
        done.textContent = `已写出“${name}”，原文件没有改动。`;
      } catch (error) {
        done.textContent = `没有写出：${error.message}`;
      }
      button.disabled = false;
      button.focus();
    };
    const button = (format, words) => {
      const node = h("button", { type: "button", id: `sheet-save-${format}`, onclick: () => save(format, node) }, words);
      return node;
    };
    return h("div", { class: "sheet-save" },
      h("div", { class: "sheet-acts" }, button("xlsx", "下载 xlsx"), button("csv", "下载 csv"),
        sum.fixes ? h("label", { for: "sheet-fixed" }, fixed, `采用可以计算的${number(sum.fixes)}处改正`) : null),
      h("p", { class: "hint" }, "表格末尾加一列“检查发现”，其他内容原样保留；以=、+、-、@开头的写成文字。身份证号等长号码用xlsx。"), done);
  }

  /** A list that is shown a page at a time: `load(from)` → { all, nodes }. */
  function paged(label, load) {
    const list = h("div", { class: "sheet-page" });
    const place = h("span", { class: "sheet-at" });
    let from = 0;
    let asked = 0;
    const back = h("button", { type: "button", onclick: () => go(from - PAGE) }, "上一页");
    const on = h("button", { type: "button", onclick: () => go(from + PAGE) }, "下一页");
    const nav = h("nav", { class: "sheet-acts", "aria-label": `${label}翻页` }, back, place, on);
    async function go(to) {
      const turn = ++asked;
      const { all, nodes } = await load(Math.max(0, to));
      // A later question was asked meanwhile.
      if (turn !== asked) return;
      from = Math.max(0, to);
      arrange(list, [nodes]);
      place.textContent = all ? `第${number(from + 1)}—${number(Math.min(all, from + PAGE))}条，共${number(all)}条` : "";
      back.disabled = from === 0;
      on.disabled = from + PAGE >= all;
      nav.hidden = all <= PAGE;
    }
    void go(0);
    return { node: h("div", {}, list, nav), first: () => go(0) };
  }

  function findings(sum) {
    const severity = h("select", { id: "sheet-severity" }, [["", "全部程度"], ["error", "错误"], ["warning", "需核对"], ["info", "提示"]].map(([key, words]) => h("option", { value: key }, words)));
    const rule = h("select", { id: "sheet-rule" }, h("option", { value: "" }, "全部规则"), ruleCounts(sum).map(([id, count]) => h("option", { value: id }, `${id.includes("#") ? `必填：${labelOf(id)}` : id}（${number(count)}）`)));
    const list = paged("发现", async (from) => {
      const { all, findings: shown } = await worker.ask("findings", { severity: severity.value, rule: rule.value, from, most: PAGE });
      return { all, nodes: shown.length ? h("ul", { class: "sheet-findings" }, byRow(shown)) : h("p", { class: "hint" }, "没有发现问题。") };
    });
    for (const select of [severity, rule]) select.addEventListener("change", list.first);
    return h("section", { class: "sheet-part", "aria-labelledby": "sheet-findings" }, h("h2", { id: "sheet-findings" }, "逐格的发现"),
      h("div", { class: "sheet-filters" }, h("label", { for: "sheet-severity" }, "程度"), severity, h("label", { for: "sheet-rule" }, "规则"), rule), list.node);
  }

  function ruleCounts(sum) {
    const counts = new Map();
    for (const { id, count } of sum.rules) counts.set(id, (counts.get(id) ?? 0) + count);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  const labelOf = (id) => seen.fields.find((one) => id.endsWith(`#${one.path}`))?.label ?? (id.endsWith(`#${seen.list}`) ? seen.listLabel : id);

  function byRow(shown) {
    const groups = [];
    for (const one of shown) {
      const key = one.row || `form ${one.document}`;
      if (groups.at(-1)?.key !== key) groups.push({ key, one, items: [] });
      groups.at(-1).items.push(one);
    }
    return groups.map(({ one, items }) => h("li", {},
      h("p", { class: "sheet-where" }, one.row ? `第${one.row}行` : "整表", h("span", {}, one.row ? one.about : one.document)),
      h("ul", {}, items.map((item) => h("li", { class: "sheet-finding", "data-severity": item.severity },
        h("p", {}, h("span", { class: "sheet-kind" }, SEVERITY[item.severity]), item.cell ? h("span", { class: "sheet-cell" }, item.cell) : null, item.message, h("span", { class: "sheet-rule" }, item.rule.includes("#") ? "" : item.rule)),
        item.holds && !item.message.includes(item.holds) ? h("p", { class: "hint" }, `现为“${item.holds}”`) : null,
        item.fix ? h("p", { class: "hint" }, `${item.fixCell === item.cell ? "" : `${item.fixCell} `}可改为“${item.fix}”`) : null,
        item.basis.length ? h("p", { class: "hint" }, `依据：${citations(item.basis)}`) : null)))));
  }

  // ── sums by unit and by officer ─────────────────────────────────────────────────────────────────────────────────────

  function totals(sum, officers) {
    const name = officers ? "officers" : "units";
    const words = officers ? "按人员" : "按单位";
    const named = h("input", { type: "search", id: `sheet-${name}-named`, placeholder: officers ? "姓名或者执法证号" : "单位或者科队" });
    const faulty = h("input", { type: "checkbox", id: `sheet-${name}-faulty` });
    const list = paged(words, async (from) => {
      const { all, totals: shown } = await worker.ask("totals", { officers, faulty: faulty.checked, named: named.value.trim(), from, most: PAGE });
      return { all, nodes: shown.length ? table(sum, shown, officers) : h("p", { class: "hint" }, "没有符合的。") };
    });
    let waiting;
    named.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(list.first, 200); });
    faulty.addEventListener("change", list.first);
    return h("section", { class: "sheet-part", "aria-labelledby": `sheet-${name}` },
      h("h2", { id: `sheet-${name}` }, `${words}汇总`),
      sum.categories.length ? h("ul", { class: "sheet-legend", "aria-label": "学时类别" }, sum.categories.map((label, at) => (label ? h("li", {}, swatch(at), label) : null))) : null,
      h("div", { class: "sheet-filters" }, h("label", { for: `sheet-${name}-named`, class: "quiet" }, "查找"), named, h("label", { for: `sheet-${name}-faulty` }, faulty, "只看有错误、需核对的")),
      list.node);
  }

  function table(sum, shown, officers) {
    const chart = sum.categories.length > 0;
    const per = (one) => one.hours.map((value) => value / Math.max(one.persons, 1));
    const most = Math.max(1, ...shown.map((one) => per(one).reduce((a, b) => a + b, 0)));
    const heads = [officers ? "姓名" : "单位", officers ? "执法证号" : "科队", ...(officers ? [] : ["人数"]), ...(chart ? [officers ? "学时" : "人均学时"] : []), "错误", "需核对"];
    return h("div", { class: "sheet-scroll", tabindex: "0", role: "group", "aria-label": officers ? "按人员" : "按单位" }, h("table", { class: "sheet-totals" },
      h("thead", {}, h("tr", {}, heads.map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, shown.map((one) => h("tr", {},
        h("th", { scope: "row" }, one.name || (officers ? `第${one.row}行` : "本单位")), h("td", {}, one.part),
        officers ? null : h("td", { class: "figure" }, number(one.persons)),
        chart ? h("td", {}, bar(sum.categories, per(one), most)) : null,
        h("td", { class: "figure" }, one.errors ? number(one.errors) : ""), h("td", { class: "figure" }, one.warnings ? number(one.warnings) : ""))))));
  }

  const SVG = "http://www.w3.org/2000/svg";
  const svg = (tag, attributes, ...children) => {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const swatch = (at) => svg("svg", { class: "sheet-swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, class: `sheet-hours-${at}` }));

  /** Hours by category side by side, with the figures for who does not see the bar. */
  function bar(categories, values, most) {
    const said = categories.flatMap((label, at) => (label ? `${label}${hours(values[at])}` : [])).join("，");
    let x = 0;
    const rects = values.map((value, at) => {
      const width = (100 * value) / most;
      const rect = svg("rect", { x, y: 0, width, height: 10, class: `sheet-hours-${at}` });
      x += width;
      return rect;
    });
    const all = hours(values.reduce((a, b) => a + b, 0));
    return h("div", { class: "sheet-bar" }, svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": said }, svg("title", {}, said), ...rects), h("span", {}, all));
  }

  void read(false);
  return { close: end };
}
