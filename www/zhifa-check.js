/**
 * <zhifa-check form="penalty/decision"> checks the <form> inside it while an officer fills it in.
 *
 *     <link rel="stylesheet" href="zhifa-check.css">
 *     <script type="module" src="zhifa-check.js"></script>
 *     <zhifa-check form="penalty/decision">
 *       <form>… <input data-zhifa="party.creditCode"> … <input data-zhifa="penalties[0].amount"> …</form>
 *     </zhifa-check>
 *
 * Inputs are found by `data-zhifa`, by a mapping (attribute `map` or property `mapping`: name or id → path), or by a name that
 * is a path of the form. A path may go by labels: 当事人.统一社会信用代码. Of rows, `cfList[].je` → `penalties[].amount` stands for every
 * number, and inputs that share one name are counted; the rows that are there stand one behind the other, whatever numbers those taken
 * out have left. An option, radio button or box whose value is a code of the portal's own is read by its words, or by
 * `data-zhifa-value`. An element that is no input (a fieldset, a table) may carry the path of a group or a list: findings on the whole of
 * it are shown there. `<p data-zhifa-message="party.name">` gives a message a place of its own.
 *
 * Attributes: `form`; `date` (2026-11-23), `packs` (parted by blanks), `settings` and `map` (JSON); `allow-errors` lets a form
 * with errors through; `whole` says that the inputs are the whole document: else a required field for which there is no input
 * here (a wizard's other page) stands in the report, and neither stops the officer nor asks for what cannot be typed;
 * `handbook`: where the folder of the handbook's pages is; each message then has a link to the page of its rule.
 * Events: `zhifa-report` (detail: report, and trigger: start, change or submit), `zhifa-error` (detail: message, error), and on an input
 * that the officer is led to `zhifa-reveal` (detail: path), for a portal to open the tab it stands in.
 * For portals that send by script: `check()` does what a submit does and returns the report; `errors` holds what would stop it.
 *
 * Written for the kernels that portals run: nothing newer than ES2019.
 */
import init, * as zhifa from "./pkg/zhifa.js";

const SEVERITY = { error: "错误：", warning: "需核对：" };
const CONTROLS = "input,select,textarea";
const NOT_A_FIELD = /^(submit|button|reset|image|file)$/;

/** Lets the page answer before the next piece of work: what is done in one go while it loads holds it up. */
export const pause = () => new Promise(done => setTimeout(done));

let loading;

/** The engine, loaded once for all that a page holds; the package's loader may have a smaller one that knows `form`. */
export function engine(form) {
  if (!loading && !(form && zhifa.engine)) {
    loading = init().then(() => zhifa);
    // A network that failed once may work the next time.
    loading.catch(() => { loading = undefined; });
  }
  return (loading || zhifa.engine(form)).catch(cause => {
    throw Object.assign(new Error("检查程序未能载入，网络要通，浏览器和网页要允许WebAssembly"), { cause });
  });
}

let reckoning;
let deadline;

/** The interval calculator, a module of its own that is loaded when somebody asks how a date was reached. */
export function reckoner() {
  if (!reckoning) {
    reckoning = import("./pkg/reckoner.js").then(module => module.default().then(() => { deadline = module.deadline; }));
    reckoning.catch(() => { reckoning = undefined; });
  }
  return reckoning;
}

/** How the end of a period was reached, a line each, the first of them the end; [] before the calculator is there. Throws what cannot be read. */
export const account = period => deadline ? deadline(period.from, period.count, period.unit).split("\n") : [];

/** A fold with the accounts of a finding's periods, made out when it is opened. */
export function periodsOf(finding, className) {
  const fold = make("details", className);
  fold.append(make("summary", "", "期限怎么算"));
  fold.addEventListener("toggle", () => {
    if (!fold.open || fold.dataset.done) return;
    const waiting = make("p", "", "正在推算…");
    fold.append(waiting);
    reckoner().then(() => {
      waiting.remove();
      fold.dataset.done = "1";
      finding.periods.forEach(period => {
        const lines = make("ul", "zhifa-account");
        account(period).forEach(line => lines.append(make("li", "", line)));
        fold.append(lines);
      });
    }).catch(fault => {
      // A script that holds no calculator never will.
      if (fault.absent) fold.dataset.done = "1";
      waiting.textContent = fault.absent ? "本页没有推算程序，检查结果不受影响。" : "推算程序未能载入，检查结果不受影响；重新打开可再试。";
    });
  });
  return fold;
}

/** "/penalties/0/amount" → "penalties[0].amount" */
export function dotted(pointer) {
  return pointer.split("/").slice(1).reduce((path, part) => {
    const key = part.replace(/~1/g, "/").replace(/~0/g, "~");
    return /^\d+$/.test(key) ? path + "[" + key + "]" : path ? path + "." + key : key;
  }, "");
}

/** "penalties[0].amount" → "penalties.amount": the name under which a declaration is looked up. */
const bare = path => path.replace(/\[\d*\]/g, "");

/** "penalties[0].amount" → "penalties[0]" → "penalties" → "" */
export const up = path => path.replace(/(\[\d*\]|(^|\.)[^.[\]]+)$/, "");

/** The writings that frameworks give to a name: penalties.0.amount, penalties[0][amount]. */
const asPath = name => name
  .replace(/\[([^\]\d][^\]]*)\]/g, ".$1")
  .replace(/\.(\d+)(?=\.|\[|$)/g, "[$1]");

/** The page of a rule in the handbook's folder, or the place of a required field on the page of its form. */
export function pageOf(folder, rule) {
  const parts = rule.split("#");
  return folder.replace(/\/*$/, "/") + parts[0] + ".html" + (parts[1] ? "#" + parts[1] : "");
}

/** Every field of a form's declaration, by its bare path. */
export function fieldsOf(declaration) {
  const all = new Map();
  const walk = fields => fields.forEach(field => {
    all.set(bare(field.path), field);
    if (field.fields) walk(field.fields);
  });
  declaration.sections.forEach(section => walk(section.fields));
  return all;
}

/** "处罚种类第2行：" before a message about a field inside rows, "违反条款第2项：" before one about a single value, else nothing. */
export function rowPrefix(path, fields) {
  const match = /^(.*)\[(\d+)\]/.exec(path);
  if (!match) return "";
  const list = fields.get(bare(match[1]));
  return (list ? list.label : "") + "第" + (Number(match[2]) + 1) + (list && list.list ? "项：" : "行：");
}

/** Types that are written in words: a portal's code says nothing there. */
const IN_WORDS = /^(enum|bool|text|longText|citation)$/;
// By their numbers: esbuild leaves what stands in an expression as it is, and a page in GBK would read it otherwise.
const HAN = /[\u3400-\u9fff]/;

/** What an option, a radio button or a box says to an officer. */
const wordsOf = node => (node.tagName === "OPTION" ? node.text : (node.labels[0] || behind(node)).textContent).trim();

/** An input, or what belongs to it and ends behind it: the label around it, the words of a radio button or a box. */
function behind(node) {
  const around = node.closest("label");
  if (around || !/^(radio|checkbox)$/.test(node.type)) return around || node;
  let next = node.nextSibling;
  if (next && next.nodeType === 3 && next.data.trim()) return next;
  if (next && next.nodeType === 3) next = next.nextSibling;
  return next && Array.from(node.labels).includes(next) ? next : node;
}

/** The value of an option, a radio button or a box; of a code that the field does not know, the words beside it. */
function choiceOf(node, value, field) {
  if (node.dataset.zhifaValue !== undefined) return node.dataset.zhifaValue;
  if (!value || !field || HAN.test(value) || !IN_WORDS.test(field.type)) return value;
  if (field.options && field.options.some(option => option.value === value)) return value;
  const words = wordsOf(node);
  return (field.type === "bool" ? ["是", "否"].includes(words) : HAN.test(words)) ? words : value;
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

let ids = 0;
function idOf(node) {
  // A page may hold two copies of this script.
  while (!node.id) if (!document.getElementById("zhifa-" + (++ids))) node.id = "zhifa-" + ids;
  return node.id;
}

// Forms whose submit failed, whichever copy of this script they belong to: while there is one, the page's title says so.
const FAILING = Symbol.for("zhifa.failing");
const failing = typeof document === "object" ? document[FAILING] || (document[FAILING] = new Set()) : new Set();
const MARK = "错误：";
function markTitle() {
  const marked = document.title.startsWith(MARK);
  if (failing.size && !marked) document.title = MARK + document.title;
  if (!failing.size && marked) document.title = document.title.slice(MARK.length);
}

/**
 * Ties a form to a session of the engine: what is typed goes in, what is found is shown at its field.
 *
 * options: `declaration` (what the engine's form(id) gives), `host` (an element around the form that events are caught on),
 * `mapping`, `adopt` (read what the inputs already hold; false when the inputs were drawn from the session), `acknowledge` (the
 * reasons that the session was opened with, to which a reset goes back), `allowErrors()`,
 * `whole()` and `handbook()` (the attributes of these names), `bring(path)` (where the inputs are drawn from the declaration, a page
 * of rows at a time: puts a field on the page), `onReport(report, trigger)`.
 */
export function bind(form, session, options) {
  options = Object.assign({ allowErrors: () => false, whole: () => false, handbook: () => "" }, options);
  const host = options.host || form;
  const fields = fieldsOf(options.declaration);
  const mapping = options.mapping || {};
  const adopt = options.adopt !== false;

  let entries = new Map();      // path → { path, controls, holder }
  let inside = new Map();       // path of a group or list → its first entry with inputs
  let paths = new Map();        // input or holder → path
  let rows = new Map();         // list, by the page's own numbers → the numbers of its rows
  let read = new Map();         // the rows that the session has
  const held = new Map();       // path → what the session was last given
  const unknown = new Set();    // paths that the form does not have
  const visited = new Set();    // paths that the officer has left
  const shown = new Map();      // path → { box, rules, undo }
  let active = null;            // path being typed in
  let report = session.report();
  let summary = null;
  let tried = false;            // a submit was tried since the form was last free of errors
  let pressed = false;
  let late = false;
  let stopped = false;          // the session may be gone
  const noValidate = form.noValidate;

  // Names of rows: "cfList[].je", whatever the number and its writing.
  const ofRows = new Map(Object.keys(mapping).filter(name => /\[\]/.test(name)).map(name => [asPath(name), mapping[name]]));

  /** A path by labels → by keys, with the numbers of rows as they are written. */
  function keyed(path) {
    const pointer = !fields.has(bare(path)) && session.pointer(path.replace(/\[\d*\]/g, "[0]"));
    const numbers = path.match(/\[\d*\]/g) || [];
    return pointer ? dotted(pointer).replace(/\[\d+\]/g, number => numbers.shift() || number) : path;
  }

  function pathOf(node) {
    if (node.dataset.zhifa) return keyed(node.dataset.zhifa);
    if (!node.matches(CONTROLS)) return "";
    const path = asPath(node.name || "");
    const pattern = ofRows.get(path.replace(/\[\d+\]/g, "[]"));
    const numbers = path.match(/\[\d+\]/g) || [];
    const mapped = mapping[node.name] || mapping[node.id] || pattern && pattern.replace(/\[\]/g, none => numbers.shift() || none);
    if (mapped) return keyed(mapped);
    // A word that is no key may still be a portal's own name.
    const named = HAN.test(path) ? keyed(path) : path;
    return fields.has(bare(named)) ? named : "";
  }

  // A misspelt field would else look like one in which nothing is wrong.
  function known(path) {
    if (fields.has(bare(path))) return true;
    if (!unknown.has(path)) console.warn("zhifa：" + options.declaration.title + "没有字段" + path);
    unknown.add(path);
    return false;
  }

  /** A path as the page numbers it → as the session does. `undefined` for a row that is not there. */
  function ranked(path) {
    if (!adopt) return path;
    let list = "";
    let out = "";
    for (const part of path.split(/(\[\d+\])/)) {
      const number = /^\[(\d+)\]$/.exec(part);
      const at = number ? (rows.get(list) || []).indexOf(Number(number[1])) : 0;
      if (at < 0) return undefined;
      out += number ? "[" + at + "]" : part;
      list += part;
    }
    return out;
  }

  // A list of single values may be one box of lines, a group of check boxes, or a select of several.
  const isWholeList = entry => {
    const field = fields.get(bare(entry.path));
    return !!field && field.list && !/\]$/.test(entry.path);
  };

  function scan() {
    entries = new Map();
    paths = new Map();
    rows = new Map();
    const nodes = new Set(form.elements);
    form.querySelectorAll("[data-zhifa]").forEach(node => nodes.add(node));
    const alike = new Map();
    nodes.forEach(node => {
      let path = NOT_A_FIELD.test(node.type) ? "" : pathOf(node).replace(/\[\]$/, "");
      if (!path || node.matches(CONTROLS) && !known(path)) return;
      if (/\[\]/.test(path)) {
        const nth = alike.get(path) || 0;
        alike.set(path, nth + 1);
        path = path.replace("[]", "[" + nth + "]");
      }
      paths.set(node, path);
      path.replace(/\[(\d+)\]/g, (_, number, at) => {
        const list = path.slice(0, at);
        rows.set(list, (rows.get(list) || new Set()).add(Number(number)));
      });
    });
    rows.forEach((numbers, list) => rows.set(list, Array.from(numbers).sort((a, b) => a - b)));
    paths.forEach((written, node) => {
      const path = ranked(written);
      paths.set(node, path);
      const entry = entries.get(path) || { path, controls: [], holder: null };
      if (node.matches(CONTROLS)) entry.controls.push(node);
      else entry.holder = node;
      entries.set(path, entry);
    });
    inside = new Map();
    entries.forEach(entry => {
      if (!entry.controls.length) return;
      for (let at = up(entry.path); at; at = up(at)) if (!inside.has(at)) inside.set(at, entry);
    });
    shown.forEach((old, path) => { if (!entries.has(path) || placeOf(entries.get(path)) !== old.place) clear(path); });
  }
  const placeOf = entry => entry.holder || entry.controls[0];

  function valuesOf(entry) {
    const values = [];
    const field = fields.get(bare(entry.path));
    entry.controls.forEach(control => {
      if (control.type === "checkbox" || control.type === "radio") {
        // A box without a value of its own says yes; an empty box says nothing, unless the portal says what it means.
        const value = control.getAttribute("value") === null ? "true" : choiceOf(control, control.value, field);
        if (control.checked) values.push(value);
        else if (control.dataset.zhifaUnchecked) values.push(control.dataset.zhifaUnchecked);
      } else if (control.tagName === "SELECT") {
        Array.from(control.selectedOptions).forEach(option => values.push(choiceOf(option, option.value, field)));
      } else {
        values.push(control.value);
      }
    });
    return values;
  }

  function resize(list, count) {
    while (session.rowCount(list) < count) session.insertRow(list, session.rowCount(list));
    while (session.rowCount(list) > count) session.removeRow(list, session.rowCount(list) - 1);
  }

  function write(entry, always) {
    if (!entry.controls.length) return false;
    let values = valuesOf(entry);
    const whole = isWholeList(entry);
    // By ； or ;, the first by its number: a page in GBK would read it otherwise.
    if (whole) values = values.join("\n").split(/[\n;\uFF1B]/).map(v => v.trim()).filter(Boolean);
    const text = values.join("\n");
    // The session may have been changed behind the inputs (a fix, say): what is typed now counts anyway.
    if (!always && held.get(entry.path) === text) return false;
    held.set(entry.path, text);
    if (whole) {
      resize(entry.path, values.length);
      values.forEach((value, i) => session.set(entry.path + "[" + i + "]", value));
      return true;
    }
    const row = /\[(\d+)\](?!.*\[\d+\])/.exec(entry.path);
    if (row) {
      const list = entry.path.slice(0, row.index);
      if (session.rowCount(list) <= Number(row[1])) resize(list, Number(row[1]) + 1);
    }
    return session.set(entry.path, text);
  }

  function removeRow(list, at) {
    session.removeRow(list, at);
    held.forEach((_, path) => { if (path.startsWith(list + "[")) held.delete(path); });
  }

  // Reads every input: what scripts filled in, what came later, what went away.
  function readAll(always) {
    if (!adopt) return;
    read.forEach((numbers, written) => {
      const list = ranked(written);
      const now = rows.get(written) || [];
      for (let i = numbers.length; list && i-- > 0;) if (!now.includes(numbers[i])) removeRow(list, i);
    });
    read = rows;
    rows.forEach((numbers, written) => {
      const list = ranked(written);
      while (session.rowCount(list) > numbers.length) removeRow(list, session.rowCount(list) - 1);
    });
    held.forEach((_, path) => {
      if (entries.has(path)) return;
      held.delete(path);
      if (isWholeList({ path })) resize(path, 0);
      else session.set(path, "");
    });
    entries.forEach(entry => write(entry, always));
  }

  /** The inputs a finding belongs to: its own, the list it lies in, else the first inside it. */
  function entryFor(path) {
    const exact = entries.get(path) || inside.get(path);
    if (exact) return exact;
    const list = entries.get(up(path));
    return list && list.controls.length && isWholeList(list) ? list : null;
  }

  const isRequirement = finding => finding.rule.includes("#");
  const concerns = finding => !isRequirement(finding) || options.whole() || !!entryFor(dotted(finding.path));
  const counted = finding => finding.severity !== "info" && !finding.acknowledged && concerns(finding);
  const errorsHere = () => report.findings.filter(f => f.severity === "error" && counted(f));

  function show(entry, list) {
    clear(entry.path);
    const box = make("div", "zhifa-messages");
    list.forEach(finding => {
      const line = make("p", "zhifa-message zhifa-" + finding.severity);
      line.append(make("span", "zhifa-severity", SEVERITY[finding.severity]), finding.message);
      if (options.handbook()) line.append(" ", toHandbook(finding));
      box.append(line);
      if (finding.periods) box.append(periodsOf(finding, "zhifa-periods"));
    });
    const last = entry.controls[entry.controls.length - 1];
    const slot = Array.from(form.querySelectorAll("[data-zhifa-message]")).find(s => keyed(s.dataset.zhifaMessage) === entry.path);
    if (slot) slot.append(box);
    else if (entry.holder) {
      const legend = entry.holder.querySelector("legend");
      if (legend && legend.parentNode === entry.holder) legend.after(box);
      else if (/^(TABLE|TBODY|UL|OL)$/.test(entry.holder.tagName)) entry.holder.before(box);
      else entry.holder.prepend(box);
    } else behind(last).after(box);

    const error = list.find(finding => finding.severity === "error");
    // A radio button cannot be invalid, its group can be described.
    const group = entry.holder || (last.type === "radio" && last.closest("fieldset,[role=radiogroup]"));
    const described = group ? [group] : entry.controls;
    const undo = [];
    const put = (node, name, value) => {
      const before = node.getAttribute(name);
      node.setAttribute(name, value);
      undo.push(() => before === null ? node.removeAttribute(name) : node.setAttribute(name, before));
    };
    described.forEach(node => {
      const before = node.getAttribute("aria-describedby");
      node.setAttribute("aria-describedby", (before ? before + " " : "") + idOf(box));
      // The portal may have added ids of its own since: only ours is taken out.
      undo.push(() => {
        const rest = (node.getAttribute("aria-describedby") || "").split(/\s+/).filter(id => id && id !== box.id).join(" ");
        if (rest) node.setAttribute("aria-describedby", rest);
        else node.removeAttribute("aria-describedby");
      });
    });
    if (error) {
      entry.controls.forEach(node => {
        if (node.type !== "radio") put(node, "aria-invalid", "true");
        if (!node.validity.customError) {
          node.setCustomValidity(error.message);
          undo.push(() => { if (node.validationMessage === error.message) node.setCustomValidity(""); });
        }
      });
    }
    shown.set(entry.path, { box, undo, list, place: placeOf(entry) });
  }

  // In a window of its own: what is typed stays.
  function toHandbook(finding) {
    const link = make("a", "zhifa-handbook", "规定");
    link.href = pageOf(options.handbook(), finding.rule);
    link.target = "_blank";
    link.rel = "noopener";
    link.title = "规则手册，在新标签页打开";
    return link;
  }

  function clear(path) {
    const old = shown.get(path);
    if (!old) return;
    shown.delete(path);
    old.undo.forEach(step => step());
    old.box.remove();
  }

  function render() {
    const wanted = new Map();
    report.findings.filter(counted).forEach(finding => {
      const entry = entryFor(dotted(finding.path));
      if (!entry || !visited.has(entry.path)) return;
      const old = shown.get(entry.path);
      // Under the officer's hands a message may change or go, not come.
      if (entry.path === active && !(old && old.list.some(f => f.rule === finding.rule))) return;
      wanted.set(entry.path, (wanted.get(entry.path) || []).concat(finding));
    });
    shown.forEach((_, path) => { if (!wanted.has(path)) clear(path); });
    const text = list => list.map(f => f.severity + f.message + JSON.stringify(f.periods)).join("\n");
    wanted.forEach((list, path) => {
      const old = shown.get(path);
      if (!old || !old.box.isConnected || text(old.list) !== text(list)) show(entries.get(path), list);
    });
    if (tried) summarise();
  }

  function reveal(path) {
    if (options.bring && options.bring(path)) scan();
    const entry = entryFor(path);
    if (!entry) return false;
    const target = entry.controls.find(c => c.checked) || entry.controls.find(c => !c.disabled) || entry.holder;
    if (!target) return false;
    for (let node = target.parentElement; node && node !== form; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    target.dispatchEvent(new CustomEvent("zhifa-reveal", { bubbles: true, detail: { path } }));
    // Where the report is out of sight, the message waits at the field.
    visited.add(entry.path);
    render();
    if (target === entry.holder && target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    // A portal's own picker may stand before the input it hides.
    let seen = target.closest("label") || target;
    while (seen !== form && !seen.getClientRects().length) seen = seen.parentElement;
    seen.scrollIntoView({ block: seen === form ? "start" : "center" });
    return true;
  }

  // In the order in which the officer meets the fields here, which need not be the declaration's.
  function placed(list) {
    const FOLLOWS = Node.DOCUMENT_POSITION_FOLLOWING;
    const all = list.map((finding, i) => {
      const entry = entryFor(dotted(finding.path));
      // What is on no page now can be brought there.
      const away = options.bring && fields.has(bare(dotted(finding.path))) ? form : null;
      return { finding, i, target: entry ? entry.controls[0] || entry.holder : away };
    });
    // Inputs drawn from the declaration stand in the order of the report.
    if (options.bring) return all;
    return all.sort((a, b) => {
      if (a.target === b.target) return a.i - b.i;
      if (!a.target || !b.target) return a.target ? -1 : 1;
      return a.target.compareDocumentPosition(b.target) & FOLLOWS ? -1 : 1;
    });
  }

  function lines(list) {
    const ul = make("ul", "zhifa-list");
    placed(list).forEach(({ finding, target }) => {
      const path = dotted(finding.path);
      const item = make("li");
      const row = rowPrefix(path, fields);
      const words = (finding.message.includes(row.slice(0, -1)) ? "" : row) + finding.message;
      if (target) {
        const link = make("a", "zhifa-link", words);
        link.href = "#" + idOf(target);
        link.addEventListener("click", event => { event.preventDefault(); reveal(path); });
        item.append(link);
      } else item.append(words);
      ul.append(item);
    });
    return ul;
  }

  // Above the form, in form order; a line goes when its field is put right, and the whole with the last error.
  function summarise() {
    const errors = tried ? errorsHere() : [];
    const warnings = report.findings.filter(f => f.severity === "warning" && counted(f));
    if (!errors.length) {
      tried = false;
      failing.delete(form);
    } else failing.add(form);
    markTitle();
    if (!errors.length) {
      if (summary) summary.remove();
      summary = null;
      return;
    }
    if (!summary) {
      summary = make("section", "zhifa-summary");
      summary.tabIndex = -1;
      form.before(summary);
    }
    const key = errors.concat(warnings).map(f => f.rule + f.path + f.message).join("\n");
    if (summary.dataset.key === key) return;
    summary.dataset.key = key;
    while (summary.firstChild) summary.firstChild.remove();
    const title = make("h2", "zhifa-title", "有" + errors.length + "处错误，改正后再提交");
    summary.setAttribute("aria-labelledby", idOf(title));
    summary.append(title, lines(errors));
    if (warnings.length) summary.append(make("h3", "zhifa-subtitle", "另有" + warnings.length + "处需核对"), lines(warnings));
  }

  function refresh(trigger) {
    late = false;
    report = session.report();
    render();
    if (options.onReport) options.onReport(report, trigger || "change");
  }

  function check() {
    active = null;
    scan();
    // What is sent is what stands in the inputs, whatever the session was given since.
    readAll(true);
    entries.forEach((_, path) => visited.add(path));
    tried = true;
    refresh("submit");
    // A row that is brought onto the page later shows what the submit found in it.
    report.findings.forEach(finding => visited.add(dotted(finding.path)));
    if (summary) {
      summary.focus({ preventScroll: true });
      summary.scrollIntoView({ block: "start" });
    }
    return report;
  }

  const entryOf = node => {
    const path = node.matches && node.matches(CONTROLS) && paths.get(node);
    return path ? entries.get(path) : null;
  };

  const listeners = {
    input(event) {
      const entry = entryOf(event.target);
      if (!entry) return;
      active = entry.path;
      if (write(entry, true)) refresh();
    },
    change(event) {
      const entry = entryOf(event.target);
      if (!entry) return;
      const choice = /^(radio|checkbox|select-one|select-multiple)$/.test(event.target.type);
      const changed = write(entry, choice);
      if (choice) {
        visited.add(entry.path);
        active = null;
        refresh();
      } else if (changed) refresh();
    },
    focusout(event) {
      const entry = entryOf(event.target);
      // The window lost the focus, or the officer moves within one group of buttons.
      if (!entry || document.activeElement === event.target || entry.controls.includes(event.relatedTarget)) return;
      active = null;
      visited.add(entry.path);
      readAll();
      // A message that comes between press and release would move the button away under the pointer.
      if (pressed) late = true;
      else refresh();
    },
    pointerdown() { pressed = true; },
    submit(event) {
      if (event.target !== form) return;
      check();
      const stop = errorsHere().length ? !options.allowErrors() : !noValidate && !form.reportValidity();
      if (stop) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    reset(event) {
      if (event.target !== form) return;
      setTimeout(() => {
        if (event.defaultPrevented || stopped) return;
        // The form starts anew: neither the reasons nor the summary are of what it holds now.
        session.acknowledge("", "", "");
        (options.acknowledge || []).forEach(said => session.acknowledge(said.rule, said.path, said.reason));
        tried = false;
        summarise();
        visited.clear();
        readAll();
        refresh();
      });
    },
  };
  const released = () => {
    pressed = false;
    if (late) setTimeout(() => { if (late && !stopped) refresh(); });
  };

  const observer = new MutationObserver(records => {
    const ours = node => node.nodeType !== 1 || !(node.matches(CONTROLS + ",[data-zhifa]") || node.querySelector(CONTROLS + ",[data-zhifa]"));
    const touched = records.some(r => r.type === "attributes" || !Array.from(r.addedNodes).concat(Array.from(r.removedNodes)).every(ours));
    if (!touched) return;
    scan();
    readAll();
    refresh();
  });

  // The browser's own bubbles would come before the summary; what the portal itself requires is asked for after it.
  form.noValidate = true;
  scan();
  readAll();
  observer.observe(form, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-zhifa", "name"] });
  Object.keys(listeners).forEach(type => host.addEventListener(type, listeners[type], true));
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);
  refresh("start");

  return {
    get report() { return report; },
    /** The errors that stop a submit. */
    get errors() { return errorsHere(); },
    check,
    /** Reads the inputs that a script changed, and the session. */
    refresh() {
      if (adopt) scan();
      readAll();
      refresh();
    },
    reveal,
    /** Keeps a warning with the officer's reason; an empty one takes it back. */
    acknowledge(rule, path, reason) {
      session.acknowledge(rule, path, reason);
      refresh();
    },
    stop() {
      stopped = true;
      observer.disconnect();
      Object.keys(listeners).forEach(type => host.removeEventListener(type, listeners[type], true));
      document.removeEventListener("pointerup", released, true);
      document.removeEventListener("pointercancel", released, true);
      Array.from(shown.keys()).forEach(clear);
      if (summary) summary.remove();
      failing.delete(form);
      markTitle();
      form.noValidate = noValidate;
    },
  };
}

// Submits as the officer's press on `submitter` did; kernels before 76 have no requestSubmit.
function resubmit(form, submitter) {
  if (form.requestSubmit) return form.requestSubmit(submitter);
  const button = submitter || form.appendChild(make("button"));
  if (!submitter) button.hidden = true;
  button.click();
  if (!submitter) button.remove();
}

// A server that draws pages, and a worker, import this module too.
const Base = typeof HTMLElement === "function" ? HTMLElement : Object;

/** The element; see the head of this file. */
export class ZhifaCheck extends Base {
  static get observedAttributes() { return ["form", "date", "packs", "settings", "map"]; }

  connectedCallback() {
    this._early = event => this._hold(event);
    this.addEventListener("submit", this._early, true);
    // The form may come later, or be drawn anew.
    this._observer = new MutationObserver(() => { if (this.querySelector("form") !== this._form) this._start(); });
    this._observer.observe(this, { childList: true, subtree: true });
    this._start();
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this._early, true);
    this._observer.disconnect();
    this._stop();
  }

  attributeChangedCallback() {
    if (this._observer && this.isConnected) this._start();
  }

  /** The last report, or null before the engine is there. */
  get report() { return this._bound ? this._bound.report : null; }

  /** The errors that stop a submit. */
  get errors() { return this._bound ? this._bound.errors : []; }

  /** The engine's session, for portals that load or read data themselves; call `refresh()` after changing it. */
  get session() { return this._session || null; }

  /** Name or id of an input → path in the form. */
  get mapping() { return this._mapping || this._json("map"); }
  set mapping(value) {
    this._mapping = value;
    this.attributeChangedCallback();
  }

  /** Does what a submit does, without sending: shows all messages and the summary, and returns the report. */
  check() { return this._bound ? this._bound.check() : null; }

  /** Reads the inputs that a script changed, and the session. */
  refresh() { if (this._bound) this._bound.refresh(); }

  /** Keeps a warning with the officer's reason. */
  acknowledge(rule, path, reason) {
    if (this._bound) this._bound.acknowledge(rule, path, reason);
  }

  _json(name) {
    const text = this.getAttribute(name);
    try {
      return text ? JSON.parse(text) : undefined;
    } catch (cause) {
      throw Object.assign(new Error("属性" + name + "应为JSON"), { cause });
    }
  }

  async _start() {
    this._stop();
    const turn = this._turn;
    const form = this._form = this.querySelector("form");
    if (!form) return;
    try {
      this._state = "loading";
      const id = this.getAttribute("form");
      if (!id) {
        // A framework may set it in a moment.
        await pause();
        throw new Error("元素没有写form属性，不知道是哪种表单");
      }
      const zhifa = await engine(id);
      await pause();
      const declaration = zhifa.form(id);
      await pause();
      if (turn !== this._turn) return;
      const wanted = {};
      if (this.getAttribute("date")) wanted.date = this.getAttribute("date");
      if (this.getAttribute("packs")) wanted.packs = this.getAttribute("packs").trim().split(/\s+/);
      if (this.getAttribute("settings")) wanted.settings = this._json("settings");
      // A dialogue that moves the form takes it out of the page for a moment: what the officer said of it stays said.
      const before = this._before;
      if (before && before.form === form && before.id === id) wanted.acknowledge = before.acknowledge;
      this._session = new zhifa.Session(id, wanted);
      this._id = id;
      this._bound = bind(form, this._session, {
        declaration,
        host: this,
        mapping: this.mapping,
        allowErrors: () => this.hasAttribute("allow-errors"),
        whole: () => this.hasAttribute("whole"),
        handbook: () => this.getAttribute("handbook") || "",
        onReport: (report, trigger) => this.dispatchEvent(new CustomEvent("zhifa-report", { bubbles: true, detail: { report, trigger } })),
      });
      this._state = "ready";
    } catch (error) {
      if (turn !== this._turn) return;
      this._stop();
      this._state = "failed";
      // A checker that is away must not keep the officer from the work, nor pass for one that found nothing.
      const message = "未能检查本表：" + (error && error.message || error);
      this._notice = make("p", "zhifa-notice", message + "。表单可照常提交。");
      this._notice.setAttribute("role", "status");
      form.before(this._notice);
      this.dispatchEvent(new CustomEvent("zhifa-error", { bubbles: true, detail: { message, error } }));
    }
    const waiting = this._waiting;
    this._waiting = null;
    if (waiting && waiting.form === form) resubmit(form, waiting.submitter);
  }

  // A submit before the engine is there waits for it.
  _hold(event) {
    if (event.target !== this._form || this._state !== "loading") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Kernels before 81 do not say which button it was; the one pressed has the focus.
    const pressed = document.activeElement;
    const submitter = event.submitter || (pressed && pressed.form === event.target && pressed.type === "submit" ? pressed : null);
    this._waiting = { form: event.target, submitter };
  }

  _stop() {
    this._turn = (this._turn || 0) + 1;
    this._state = "off";
    if (this._bound) {
      const said = this._bound.report.findings.filter(finding => finding.acknowledged);
      this._before = { form: this._form, id: this._id, acknowledge: said.map(({ rule, path, acknowledged }) => ({ rule, path, reason: acknowledged })) };
      this._bound.stop();
    }
    if (this._session) this._session.free();
    if (this._notice) this._notice.remove();
    this._bound = this._session = this._notice = null;
  }
}

if (typeof customElements === "object" && !customElements.get("zhifa-check")) customElements.define("zhifa-check", ZhifaCheck);
