/** The interval calculator: a day, a length and a unit give the last day, with the days that led there. */
import { $, arrange, h } from "./dom.js";
import { account, reckoner } from "./zhifa-check.js";

const ROLLED = new Set(["days", "months", "years"]);
/** Wires the dialog and the button that opens it. */
export function calculator() {
  const [from, count, unit, plain] = ["from", "count", "unit", "plain"].map((name) => $(`reckon-${name}`));
  const say = (...lines) => arrange($("reckon-result"), lines);

  async function reckon() {
    const hours = unit.value === "hours";
    $("reckon-from-label").textContent = hours ? "起算时刻" : "起算日";
    from.placeholder = hours ? "如2024年5月1日9时30分" : "如2024年5月1日";
    $("reckon-plain-line").hidden = !ROLLED.has(unit.value);
    const typed = count.value.normalize("NFKC").trim();
    if (!from.value.trim() || !typed || typed === "-") return say();
    if (!/^-?\d+$/.test(typed)) return say(h("p", { class: "bad" }, "期限应为整数，如7、-30"));
    try {
      await reckoner();
    } catch {
      return say(h("p", { class: "bad" }, "推算程序未能载入，再试一次或者刷新页面。"));
    }
    try {
      const [end, ...days] = account({ from: from.value, count: Number(typed), unit: (plain.checked && ROLLED.has(unit.value) ? "plain-" : "") + unit.value });
      say(h("p", { class: "end" }, "届满", h("strong", {}, end)), h("ul", { class: "zhifa-account" }, days.map((line) => h("li", {}, line))));
    } catch (error) {
      say(h("p", { class: "bad" }, error.message));
    }
  }

  for (const control of [from, count, unit, plain]) control.addEventListener("input", reckon);
  $("reckon").addEventListener("click", () => {
    $("reckon-dialog").showModal();
    from.focus();
  });
}
