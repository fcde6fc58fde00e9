/** The live report beside the form, and the sheet that is printed. */
import { h, arrange } from "./dom.js";
import { packs } from "./pkg/zhifa.js";
import { account, dotted, pageOf, periodsOf } from "./zhifa-check.js";
import { citations, plainDate } from "./words.js";

const OUTCOME = { pass: "通过", review: "需核对", errors: "有错误", empty: "待填写" };
/** A group with more findings shows only these. */
const MOST = 200;

const isBlank = (finding) => finding.rule.includes("#");
const keyOf = (finding) => `${finding.rule} ${finding.path}`;

// The explanations are an asset of their own, fetched when one is first opened.
let handbook;
function explanations() {
  handbook ??= fetch("handbook.json").then((response) => {
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  });
  handbook.catch(() => (handbook = undefined));
  return handbook;
}

/** A form's examples, { sound, defects }. */
export const examples = async (form) => (await explanations()).examples?.[form];

/**
 * Keeps `root` in step with reports. `act` holds what the officer may do: reveal(path) → boolean, drawn(path) → boolean,
 * fix(finding), acknowledge(finding, reason).
 */
export function panel(root, act) {
  const kept = new Map(); // key → { node, text }: what is open or being typed into survives the next report

  const heading = h("h2", { id: "outcome", tabindex: "-1" });
  const counts = h("p", { class: "counts" });
  const undo = h("p", { class: "undo", hidden: true });
  const head = h("div", { class: "outcome" }, heading, counts, undo);
  const errors = group("错误", "error", true);
  const blanks = group("尚未填写的必填项", "error", false);
  const warnings = group("需核对", "warning", true);
  const settled = group("已说明理由", "warning", false);
  const infos = group("提示", "info", false);
  const unchecked = group("未核", "info", false);
  const empty = h("p", { class: "empty" }, "填写、导入或者载入示例后，检查结果随填随显。");
  const meta = h("dl", { class: "meta" });
  arrange(root, [head, empty, errors.node, blanks.node, warnings.node, settled.node, infos.node, unchecked.node, meta]);

  function group(title, severity, open) {
    const list = h("ul", { class: "findings" });
    const count = h("span", { class: "count" });
    const node = h("details", { class: `group ${severity}`, open, hidden: true }, h("summary", {}, h("h3", {}, title), count), list);
    return {
      node,
      fill(items, total) {
        node.hidden = !total;
        count.textContent = String(total);
        arrange(list, total > items.length ? [...items, h("li", { class: "more" }, `另有${total - items.length}处未列出`)] : items);
      },
    };
  }

  function where(path, label) {
    if (!act.drawn(path)) return h("span", { class: "where" }, label);
    return h("a", { class: "where", href: "#form", onclick: (event) => { event.preventDefault(); act.reveal(path); } }, label);
  }

  // In a window of its own, so that the form stays as it is.
  function reference(rule) {
    const words = isBlank({ rule }) ? "填写要求" : rule;
    return h("a", { class: "rule", href: pageOf("handbook", rule), target: "_blank", rel: "noopener", title: "规则手册，在新标签页打开" }, words);
  }

  function draw(finding) {
    const path = dotted(finding.path);
    const parts = [h("p", { class: "top" }, where(path, finding.label), reference(finding.rule)), isBlank(finding) && finding.severity === "error" && /^(填写|选择)/.test(finding.message) && finding.message.slice(2) === finding.label ? null : h("p", { class: "what" }, finding.message)];
    parts.push(h("p", { class: "basis" }, citations(finding.basis)));
    if (finding.fix) {
      parts.push(h("p", { class: "acts" }, h("button", { type: "button", class: "fix", onclick: () => act.fix(finding) }, finding.fix.value === "" ? "清除这一项" : `改为“${finding.fix.value}”`)));
    }
    if (finding.acknowledged) {
      parts.push(h("p", { class: "reason" }, `理由：${finding.acknowledged}`), h("p", { class: "acts" }, h("button", { type: "button", onclick: () => act.acknowledge(finding, "") }, "撤回理由")));
    } else if (finding.severity === "warning") parts.push(ask(finding));
    if (!isBlank(finding)) parts.push(why(finding.rule));
    if (finding.periods) parts.push(periodsOf(finding, "why"));
    return h("li", { class: `finding ${finding.severity}` }, parts);
  }

  function ask(finding) {
    const words = h("textarea", { rows: "2" });
    const complaint = h("p", { class: "bad", role: "alert" });
    return h("details", { class: "ask" }, h("summary", {}, "说明理由后保留"),
      h("label", {}, "理由（写入检查报告）", words), complaint,
      h("button", {
        type: "button",
        onclick: () => {
          const reason = words.value.trim();
          if (reason) return act.acknowledge(finding, reason);
          complaint.textContent = "填写理由";
          words.focus();
        },
      }, "保留"));
  }

  function why(rule) {
    const body = h("div", { class: "why-body" });
    const node = h("details", { class: "why" }, h("summary", {}, "说明"), body);
    node.addEventListener("toggle", async () => {
      if (!node.open || node.dataset.done) return;
      body.textContent = "正在载入说明…";
      try {
        const entry = (await explanations()).rules?.[rule];
        node.dataset.done = "1";
        arrange(body, entry ? [h("p", { class: "why-title" }, entry.title ?? ""), h("p", {}, entry.why ?? ""), entry.todo ? h("p", {}, h("strong", {}, "怎么办："), entry.todo) : ""].filter(Boolean) : [h("p", {}, "这条规则没有另外的说明。")]);
      } catch {
        body.textContent = "说明未能载入，检查结果不受影响；重新打开可再试。";
      }
    });
    return node;
  }

  function items(findings) {
    return findings.slice(0, MOST).map((finding) => {
      const key = keyOf(finding);
      const text = [finding.severity, finding.label, finding.message, finding.fix?.value, finding.acknowledged, JSON.stringify(finding.periods)].join("\n");
      const old = kept.get(key);
      if (old?.text === text) return old.node;
      const node = draw(finding);
      kept.set(key, { node, text });
      return node;
    });
  }

  return {
    /** The heading with the outcome, for moving the focus to. */
    heading,
    /** Says what was just done, with the way back; "" takes it away. */
    done(words, back) {
      undo.hidden = !words;
      arrange(undo, words ? [h("span", {}, words), h("button", { type: "button", onclick: () => { undo.hidden = true; back(); } }, "撤销")] : []);
    },
    /** Unfolds the blank required fields: from now on they are asked for. */
    demand() {
      blanks.node.open = true;
    },
    update(report, started) {
      const all = report.findings;
      const isOpen = (finding) => !finding.acknowledged;
      const errorList = all.filter((f) => f.severity === "error");
      const warningList = all.filter((f) => f.severity === "warning" && isOpen(f));
      const outcome = started ? report.outcome : "empty";
      // What is left open is then all that there is to look at.
      if (outcome === "review" && !warningList.length && root.dataset.outcome !== "review") unchecked.node.open = true;
      root.dataset.outcome = outcome;
      heading.textContent = OUTCOME[outcome] ?? outcome;
      const told = [["错误", errorList.length], ["需核对", warningList.length], ["提示", all.filter((f) => f.severity === "info" && isOpen(f)).length], ["未核", report.notChecked.length]].filter(([, n]) => n);
      counts.textContent = !started ? "" : told.length ? told.map(([name, n]) => `${name}${n}`).join(" · ") : "没有发现问题";
      empty.hidden = started;
      meta.hidden = !started;

      const fill = (where, list) => where.fill(items(started ? list : []), started ? list.length : 0);
      fill(errors, errorList.filter((f) => !isBlank(f)));
      fill(blanks, errorList.filter(isBlank));
      fill(warnings, warningList);
      fill(settled, all.filter((f) => !isOpen(f)));
      fill(infos, all.filter((f) => f.severity === "info" && isOpen(f)));
      const open = started ? report.notChecked : [];
      unchecked.fill(open.slice(0, MOST).map((one) => h("li", { class: "finding" }, h("p", { class: "top" }, where(dotted(one.path), one.label)), h("p", { class: "what" }, one.reason), h("p", { class: "basis" }, "涉及", one.rules.flatMap((rule, i) => [i ? "、" : "", reference(rule)])))), open.length);
      const alive = new Set(all.map(keyOf));
      for (const key of kept.keys()) if (!alive.has(key)) kept.delete(key);
      arrange(meta, facts(report).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
      return { errors: errorList.length, warnings: warningList.length, words: OUTCOME[outcome], outcome };
    },
  };
}

let titles;
function facts(report) {
  titles ??= new Map(packs().map((pack) => [pack.id, pack.title]));
  return [
    ["适用规则", report.packs.map((pack) => titles.get(pack) ?? pack).join("、")],
    ["适用日期", report.asOf ? plainDate(report.asOf) : "文书日期未填写"],
    ["检查日期", plainDate(report.checkedOn)],
    ["程序版本", report.engine],
    ["数据指纹", report.inputHash],
  ].filter(([, value]) => value);
}

/** Fills the sheet for A4: what was checked, the outcome, every finding with its basis, what was not judged, a line to sign. */
export function print(root, report, about) {
  const listed = (title, findings, note) => findings.length ? [
    h("h2", {}, `${title}（${findings.length}）`),
    h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, "序号"), h("th", {}, "项目"), h("th", {}, "情况"), h("th", {}, "依据"))),
      h("tbody", {}, findings.map((f, i) => h("tr", {}, h("td", {}, String(i + 1)), h("td", {}, f.label, f.rule && !isBlank(f) ? h("p", { class: "number" }, f.rule) : null),
        h("td", {}, f.message, f.periods?.map((period) => h("ul", { class: "zhifa-account" }, account(period).map((line) => h("li", {}, line)))), f.acknowledged ? h("p", {}, `理由：${f.acknowledged}`) : null),
        h("td", {}, note ? note(f) : citations(f.basis)))))),
  ] : [];
  const of = (severity, acknowledged = false) => report.findings.filter((f) => f.severity === severity && Boolean(f.acknowledged) === acknowledged);
  arrange(root, [
    h("h1", {}, "检查报告"),
    h("dl", { class: "about" }, [["文书", report.title], ...about, ["结论", OUTCOME[report.outcome]]].filter(([, v]) => v).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    ...listed("错误", of("error")),
    ...listed("需核对", of("warning")),
    ...listed("已说明理由", [...of("warning", true), ...of("info", true)]),
    ...listed("提示", of("info")),
    ...listed("未核", report.notChecked.map((one) => ({ ...one, message: one.reason })), (one) => one.rules.join("、")),
    report.findings.length || report.notChecked.length ? null : h("p", {}, "没有发现问题。"),
    h("dl", { class: "facts" }, facts(report).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    h("p", { class: "sign" }, h("span", {}, "检查人："), h("span", {}, "日期：")),
  ].filter(Boolean));
}
