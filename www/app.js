/** The demo page: a form drawn from its declaration, bound to a session, with its report beside it. */
import { bind, dotted, engine, fieldsOf, pause, reckoner, up } from "./zhifa-check.js";
import { $, arrange, h } from "./dom.js";
import { chooser } from "./chooser.js";
import { drawForm } from "./draw.js";
import { examples, panel, print } from "./panel.js";
import { Unreadable, parse, textOf } from "./intake.js";
import { calculator } from "./calculator.js";
import * as publish from "./publish.js";
import * as draft from "./draft.js";

const HOME = "penalty/decision";
const NAMES_ON_PAPER = [["documentNumber", "文号"], ["caseName", "案由"], ["agency.name", "机关"], ["party.name", "当事人"], ["year", "年度"]];

let zhifa;
let state = null; // { id, session, declaration, fields, bound, drawn, report, reasons, started }

// ── words to the officer ──────────────────────────────────────────────────────────────────────────────────────────────

/** A line under the heading, with what can be done about it; an earlier line goes. */
function tell(words, { bad = false, actions = [] } = {}) {
  const dismiss = () => arrange($("notice"), []);
  arrange($("notice"), [h("div", { class: bad ? "notice bad" : "notice" }, h("p", {}, words),
    h("div", { class: "notice-acts" }, actions.map(([name, act]) => h("button", { type: "button", onclick: () => { dismiss(); act(); } }, name)),
      h("button", { type: "button", class: "close", onclick: () => { dismiss(); $("title").focus?.(); } }, "知道了")))]);
  if (bad) $("notice").scrollIntoView({ block: "nearest" });
}

let speaking;
function speak(words, after = 1200) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { $("spoken").textContent = words; }, after);
}

// ── the form at hand ──────────────────────────────────────────────────────────────────────────────────────────────────

const isBlankData = (text) => !/:\s*(?:"[^"]|[\d-]|true|false)/.test(text);

/** Opens a form with data (a JSON text), its draft, or nothing. Throws what the engine says. */
function open(id, data, reasons) {
  for (const _ of opening(id, data, reasons));
}

/** The same in steps. */
function* opening(id, data, reasons) {
  const declaration = zhifa.form(id);
  yield;
  const session = new zhifa.Session(id);
  const stored = data === undefined ? draft.load(id) : null;
  const kept = reasons ?? stored?.reasons ?? [];
  try {
    const text = data ?? stored?.data;
    if (text) session.load(text);
    for (const { rule, path, reason } of kept) session.acknowledge(rule, path, reason);
  } catch (error) {
    session.free();
    throw error;
  }
  close();

  const form = $("form");
  const fields = fieldsOf(declaration);
  const started = !isBlankData(session.dataJson());
  const s = (state = { id, session, declaration, fields, reasons: [...kept], started });
  document.title = `${declaration.title} · 执法文书检查`;
  $("title").textContent = declaration.title;
  $("publish").hidden = id !== publish.FORM;
  s.drawn = yield* drawForm(form, declaration, session, {
    changed: () => { s.started = true; saveSoon(); },
    say: (words) => speak(words, 0),
  });
  s.side = panel($("report"), { reveal, drawn, fix, acknowledge });
  if (started) s.side.demand();
  drawContents();
  s.bound = bind(form, session, { declaration, adopt: false, whole: () => true, bring: s.drawn.bring, onReport });
  draft.rememberForm(id);
  const url = `?form=${id}`;
  if (location.search !== url) history.replaceState(null, "", url);
}

function close() {
  if (!state) return;
  saveNow();
  state.bound.stop();
  state.session.free();
  state = null;
}

function onReport(report, trigger) {
  if (!state) return;
  state.report = report;
  if (trigger === "change") state.started ||= !isBlankData(state.session.dataJson());
  if (trigger === "submit") {
    state.started = true;
    state.side.demand();
  }
  const told = state.side.update(report, state.started);
  // The printed report tells how each date was reached, and paper does not wait.
  if (report.findings.some((finding) => finding.periods)) reckoner().catch(() => {});
  const found = [told.errors && `错误${told.errors}处`, told.warnings && `需核对${told.warnings}处`].filter(Boolean).join("，");
  const words = (told.outcome !== "empty" && found) || told.words;
  $("jump-text").textContent = words;
  $("jump").dataset.outcome = told.outcome;
  if (state.words !== words && trigger === "change") speak(words);
  state.words = words;
  tallies(report);
  if (trigger === "change") saveSoon();
  if (trigger === "submit" && !told.errors) {
    state.side.heading.focus({ preventScroll: true });
    state.side.heading.scrollIntoView({ block: "center" });
  }
}

const drawn = (path) => state.fields.has(path.replace(/\[\d*\]/g, ""));

function reveal(path) {
  if (!state.bound.reveal(path)) tell("这一项不在表单上，导出的数据里仍然保留。");
}

function fix(finding) {
  const path = dotted(finding.fix?.path ?? finding.path);
  const before = state.session.get(path);
  if (!state.session.applyFix(finding.rule, finding.path)) return;
  state.drawn.refill(path);
  state.bound.refresh();
  const words = finding.fix.value === "" ? `${finding.label}已清除` : `${finding.label}已改为“${finding.fix.value}”`;
  state.side.done(words, () => {
    state.session.set(path, before);
    state.drawn.refill(path);
    state.bound.refresh();
    speak(`${finding.label}已恢复`, 0);
    state.side.heading.focus();
  });
  speak(words, 0);
  state.side.heading.focus();
}

function acknowledge(finding, reason) {
  const { rule, path } = finding;
  state.session.acknowledge(rule, path, reason);
  state.reasons = state.reasons.filter((r) => r.rule !== rule || r.path !== path);
  if (reason) state.reasons.push({ rule, path, reason });
  state.bound.refresh();
  speak(reason ? "理由已写入报告" : "理由已撤回", 0);
  state.side.heading.focus();
}

// ── contents: sections with what is still to do in each ───────────────────────────────────────────────────────────────

function drawContents() {
  const links = state.drawn.sections.map((section) => {
    section.mark = h("span", { class: "tally" });
    return h("li", {}, h("a", {
      href: `#${section.node.id}`,
      onclick: (event) => {
        event.preventDefault();
        section.node.open = true;
        section.node.querySelector("summary").focus({ preventScroll: true });
        section.node.scrollIntoView({ block: "start" });
      },
    }, section.title, section.mark));
  });
  arrange($("toc"), [h("details", { open: matchMedia("(min-width: 82rem)").matches }, h("summary", {}, "本表各部分"), h("ol", {}, links))]);
}

function tallies(report) {
  const home = new Map();
  state.declaration.sections.forEach((section, i) => section.fields.forEach((field) => home.set(field.path.replace(/\[\]/g, ""), i)));
  const counts = state.drawn.sections.map(() => ({ error: 0, warning: 0 }));
  const marks = [...$("form").querySelectorAll("[data-row]")];
  const rows = new Map(marks.map((mark) => [mark.dataset.row, { error: 0, warning: 0 }]));
  for (const finding of state.started ? report.findings : []) {
    if (finding.severity === "info" || finding.acknowledged) continue;
    for (let path = dotted(finding.path); path; path = up(path)) {
      const row = rows.get(path);
      if (row) row[finding.severity]++;
    }
    for (let path = dotted(finding.path).replace(/\[\d+\]/g, ""); path; path = up(path)) {
      if (!home.has(path)) continue;
      counts[home.get(path)][finding.severity]++;
      break;
    }
  }
  const show = (mark, { error, warning }) => arrange(mark, [
    error ? h("span", { "data-severity": "error" }, `错误${error}`) : null,
    error && warning ? " " : null,
    warning ? h("span", { "data-severity": "warning" }, `需核对${warning}`) : null,
  ].filter(Boolean).map((part) => (part === " " ? document.createTextNode(part) : part)));
  state.drawn.sections.forEach((section, i) => {
    show(section.tally, counts[i]);
    show(section.mark, counts[i]);
  });
  for (const mark of marks) show(mark, rows.get(mark.dataset.row));
}

// ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

let saving;
function saveSoon() {
  clearTimeout(saving);
  saving = setTimeout(saveNow, 400);
}

function saveNow() {
  clearTimeout(saving);
  if (!state?.started) return;
  const done = draft.save(state.id, state.session.dataJson(), state.reasons);
  $("saved").textContent = done ? `草稿已保存（${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}）` : "草稿没有存下：浏览器不许或者已满，离开前导出一份。";
}

/** Whether any field of the form at hand is filled in: data of something else leave it blank. */
function known() {
  return [...state.fields.values()].some(({ path, list, type }) => {
    const at = path.replace(/\[\]$/, "");
    return type !== "group" && !at.includes("[]") && (list || type === "rows" ? state.session.rowCount(at) > 0 : state.session.get(at) !== "");
  });
}

/** Replaces what is on the page, and offers the way back; `doubt()` may say afterwards what is odd about it. */
function replace(id, data, words, doubt = () => "") {
  const before = state && state.started ? { id: state.id, data: state.session.dataJson(), reasons: state.reasons } : null;
  open(id, data, []);
  if (state.started) saveNow();
  const actions = before && !isBlankData(before.data) ? [["撤销", () => { open(before.id, before.data, before.reasons); saveNow(); tell("已恢复原来的内容。"); }]] : [];
  const odd = doubt();
  tell(odd || words, { bad: Boolean(odd), actions });
}

// ── bringing in and taking out ────────────────────────────────────────────────────────────────────────────────────────

/** Takes in a text; → true when it is on the page. */
function take(text, name = "内容", complain = (words, actions) => tell(words, { bad: true, actions })) {
  try {
    const { form, kind, data } = parse(text);
    const named = zhifa.forms().find((one) => one.title === kind?.trim());
    const id = form ?? named?.id ?? state?.id ?? HOME;
    try {
      zhifa.form(id);
    } catch (error) {
      const here = state?.id ?? HOME;
      complain(`${name}未载入：${error.message}`, [[`仍按${zhifa.form(here).title}载入`, () => load(here, data, name)]]);
      return false;
    }
    const note = kind && !form && !named ? `内容写明是“${kind}”，现按${zhifa.form(id).title}检查。` : "";
    return load(id, data, name, complain, note);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    complain(`${name}未载入：${error.message}。`);
    return false;
  }
}

function load(id, data, name, complain = (words) => tell(words, { bad: true }), note = "") {
  try {
    replace(id, data, `已载入${name}。${note}`, () => !isBlankData(data) && !known() && `${name}里没有${zhifa.form(id).title}的栏目，核对是不是选错了文件或者文书。`);
    return true;
  } catch (error) {
    complain(`${name}未载入：${error.message}`);
    return false;
  }
}

const SHEET = /\.(xlsx|xlsm|xls|et|csv|tsv)$/i;

/** Checks a file of a table in a desk of its own; its module comes with the first one. */
async function takeSheet(file) {
  const { openSheet } = await import("./sheet.js");
  const behind = [document.querySelector(".heading"), document.querySelector(".desk"), $("jump")];
  for (const node of behind) node.hidden = true;
  arrange($("notice"), []);
  openSheet($("sheet-desk"), file, {
    form: state?.id ?? HOME,
    typed: (path) => (state?.session.has(path) ? state.session.get(path) : ""),
    forms: zhifa.forms(),
    nameOf: (form, list) => fieldsOf(zhifa.form(form)).get(list.replace(/\[\]/g, ""))?.label ?? list,
    closed() {
      for (const node of behind) node.hidden = false;
      $("import").focus();
    },
  });
  return true;
}

async function takeFiles(files, complain) {
  const [file] = files;
  if (!file) return false;
  if (SHEET.test(file.name)) {
    try {
      return await takeSheet(file);
    } catch {
      tell("检查表格的程序未能载入，刷新页面再试。", { bad: true });
      return false;
    }
  }
  const others = files.length > 1 ? `，其余${files.length - 1}个没有载入（一次一份）` : "";
  try {
    return take(await textOf(file), `“${file.name}”${others}`, complain);
  } catch (error) {
    const words = `“${file.name}”未载入：${error instanceof Unreadable ? error.message : "文件读不了"}。`;
    if (complain) complain(words);
    else tell(words, { bad: true });
    return false;
  }
}

/** Gives the officer a file named after the paper and its number. */
function hand(text, type, title, ending) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const number = state.fields.has("documentNumber") ? state.session.get("documentNumber") : "";
  const name = `${title}${number ? ` ${number}` : ""}`.replace(/[\\/:*?"<>|\s]+/g, " ") + ending;
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return name;
}

function download() {
  const { id, session, declaration } = state;
  const text = `{"form":${JSON.stringify(id)},"data":${session.dataJson()}}\n`;
  tell(`已导出“${hand(text, "application/json", declaration.title, ".json")}”。`);
}

function downloadRecord() {
  const columns = publish.record(state.session, state.fields);
  const blank = columns.filter(([, value]) => !value).map(([name]) => name);
  const name = hand(publish.csv(columns), "text/csv", "双公示", ".csv");
  tell(`已导出“${name}”，按2018年双公示标准的${columns.length}栏；报送平台另有模板的，以平台为准。${blank.length ? `空着的栏，表单没有或者没有填写：${blank.join("、")}。` : ""}`);
}

async function example(kind) {
  try {
    const found = (await examples(state.id))?.[kind];
    if (!found) return tell("这种文书没有示例。");
    replace(state.id, JSON.stringify(found), kind === "sound" ? "已载入规范的示例。" : "已载入有差错的示例，逐条看检查结果。");
  } catch {
    tell("示例未能载入，再试一次或者刷新页面。", { bad: true });
  }
}

function preparePrint() {
  if (!state) return;
  state.bound.refresh();
  const about = NAMES_ON_PAPER.filter(([path]) => state.fields.has(path)).map(([path, name]) => [name, state.session.get(path)]);
  print($("paper"), state.report, about);
}

// ── choosing a form ───────────────────────────────────────────────────────────────────────────────────────────────────

function choose(id) {
  history.pushState(null, "", `?form=${id}`);
  go(id);
  $("form").focus();
}

function go(id) {
  try {
    open(id);
  } catch (error) {
    astray(error);
  }
}

/** The first form, drawn while the page goes on answering. */
async function start(id) {
  try {
    let since = performance.now();
    for (const _ of opening(id)) {
      if (performance.now() - since < 10) continue;
      await pause();
      since = performance.now();
    }
  } catch (error) {
    astray(error);
  }
}

function astray(error) {
  tell(`没有打开：${error.message}`, { bad: true });
  if (!state) open(HOME);
}

// ── wiring ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function wire() {
  for (const type of ["input", "change"]) $("form").addEventListener(type, () => {
    // Taking a fix back would now take back what was typed since. A field that goes while it is typed in still tells of its change.
    state.side?.done("");
    saveSoon();
    if (!state.started) state.bound.refresh();
  });
  $("sound").addEventListener("click", () => example("sound"));
  $("defects").addEventListener("click", () => example("defects"));
  $("export").addEventListener("click", download);
  $("publish").addEventListener("click", downloadRecord);
  $("print").addEventListener("click", async () => {
    await reckoner().catch(() => {});
    window.print();
  });
  $("clear").addEventListener("click", () => {
    clearTimeout(saving);
    replace(state.id, "{}", "已清空，草稿也已删除。");
    draft.drop(state.id);
    $("saved").textContent = "";
  });

  const forms = chooser(zhifa, { current: () => state?.id, choose });
  $("choose").addEventListener("click", forms.open);

  const complain = (words, actions = []) => arrange($("import-error"), [words, ...actions.map(([name, act]) => h("button", { type: "button", onclick: () => { $("import-dialog").close(); act(); } }, name))].map((part) => (typeof part === "string" ? h("span", {}, part) : part)));
  $("import").addEventListener("click", () => { arrange($("import-error"), []); $("import-dialog").showModal(); });
  $("file").addEventListener("change", async (event) => {
    if (await takeFiles([...event.target.files], complain)) $("import-dialog").close();
    event.target.value = "";
  });
  $("import-go").addEventListener("click", () => {
    if (!take($("paste").value, "粘贴的内容", complain)) return;
    $("paste").value = "";
    $("import-dialog").close();
  });
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

  let depth = 0;
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (by) => { depth = by === 0 ? 0 : Math.max(0, depth + by); $("drop").hidden = depth === 0; };
  addEventListener("dragenter", (event) => carriesFile(event) && over(1));
  addEventListener("dragleave", (event) => carriesFile(event) && over(-1));
  addEventListener("dragover", (event) => carriesFile(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    over(0);
    void takeFiles([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim()) take(text, "粘贴的内容");
  });

  $("keep").checked = draft.keeps();
  $("keep").addEventListener("change", () => {
    saveNow();
    if (!draft.keep($("keep").checked)) {
      $("keep").checked = false;
      tell("这个浏览器不许在电脑上保存草稿。", { bad: true });
    }
  });

  // Of two tabs with the same form the later one to save is what stays on the computer.
  addEventListener("storage", (event) => {
    if (state?.started && event.newValue && draft.isOf(event.key, state.id)) tell("另一个标签页也在填写这种文书，这台电脑上只留最后保存的一份；不是同一份的，先导出。", { bad: true });
  });
  addEventListener("pagehide", saveNow);
  addEventListener("popstate", () => go(new URLSearchParams(location.search).get("form") ?? HOME));
  addEventListener("beforeprint", preparePrint);
  matchMedia("print").addEventListener("change", (event) => event.matches && preparePrint());

  // On a narrow screen the report lies below: a bar leads there and back.
  let last = null;
  $("form").addEventListener("focusin", (event) => { last = event.target; });
  new IntersectionObserver(([entry]) => {
    $("jump").dataset.at = entry.isIntersecting ? "report" : "form";
    $("jump-button").textContent = entry.isIntersecting ? "回到表单" : "查看结果";
  }, { rootMargin: "0px 0px -40% 0px" }).observe($("report"));
  $("jump-button").addEventListener("click", () => {
    if ($("jump").dataset.at !== "report") {
      state.side.heading.focus({ preventScroll: true });
      return $("report").scrollIntoView({ block: "start" });
    }
    const target = last?.isConnected ? last : $("form");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: target === $("form") ? "start" : "center" });
  });
}

try {
  zhifa = await engine();
  const asked = new URLSearchParams(location.search).get("form") ?? draft.lastForm() ?? HOME;
  // Whatever else is not there yet, nothing is sent.
  $("form").addEventListener("submit", (event) => event.preventDefault());
  await pause();
  await start(asked);
  await pause();
  calculator();
  wire();
  document.documentElement.dataset.ready = "1";
} catch (error) {
  tell(`${error.message}。刷新页面再试。`, { bad: true });
}
