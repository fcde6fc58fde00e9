/** The dialog in which an officer chooses a form: by family, by a few words (the title, what it is called too, a field), by keyboard. */
import { $, arrange, h } from "./dom.js";
import { fieldsOf } from "./zhifa-check.js";

const plain = (text) => text.normalize("NFKC").toLowerCase();
/** Whether the letters of `word` stand in `text` in this order: 检查笔录 in 现场检查（勘验）笔录. */
const within = (text, word) => [...word].reduce((at, letter) => (at < 0 ? at : text.indexOf(letter, at) + 1 || -1), 0) >= 0;

/** `current()` is the form at hand; `choose(id)` opens another. */
export function chooser(zhifa, { current, choose }) {
  const dialog = $("forms-dialog");
  const search = $("forms-search");
  const forms = zhifa.forms().map((form) => ({ ...form, names: plain(`${form.title} ${form.id} ${form.familyTitle}`), alias: [] }));
  const families = new Map(forms.map((form) => [form.family, form.familyTitle]));
  let family = "";

  // Ninety declarations are read only when no title answers alone.
  const labels = new Map();
  function labelsOf(form) {
    if (!labels.has(form.id)) labels.set(form.id, [...new Set([...fieldsOf(zhifa.form(form.id)).values()].map((field) => field.label))]);
    return labels.get(form.id);
  }

  // The other names are an asset of their own, fetched when the dialog is first opened.
  let fetched;
  function fetchAliases() {
    fetched ??= fetch("forms.json").then((response) => response.json()).then((told) => {
      const aliases = new Map(told.map(({ id, alias }) => [id, alias]));
      for (const form of forms) form.alias = aliases.get(form.id) ?? [];
      if (search.value) list();
    });
    fetched.catch(() => (fetched = undefined));
  }
  const aliasOf = (form, word) => form.alias.find((alias) => plain(alias).includes(word));
  /** The name that a word goes on from: 简易程序决定书. */
  const begunBy = (form, word) => form.alias.find((alias) => word.includes(plain(alias)));

  function item(form, why) {
    return h("li", {}, h("a", {
      href: `?form=${form.id}`,
      "aria-current": form.id === current() ? "true" : null,
      onclick: (event) => {
        // A new tab or window is the browser's.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        dialog.close();
        choose(form.id);
      },
    }, form.title, why ? h("span", { class: "form-why" }, why) : null));
  }

  const group = (title, items) => h("section", {}, h("h3", {}, title), h("ul", {}, items));

  function list() {
    const typed = search.value.trim();
    const words = plain(typed).split(/\s+/).filter(Boolean);
    const here = forms.filter((form) => !family || form.family === family);
    const called = (held) => here.filter((form) => words.every((word) => held(form, word)));
    let named = called((form, word) => form.names.includes(word) || aliasOf(form, word));
    if (!named.length) named = called((form, word) => within(plain(form.title), word));
    if (!named.length) named = called((form, word) => begunBy(form, word));
    const other = (form) => {
      const rest = words.filter((word) => !within(form.names, word));
      const names = new Set(rest.map((word) => aliasOf(form, word) ?? begunBy(form, word)).filter(Boolean));
      return names.size ? `也叫：${[...names].join("、")}` : null;
    };
    const groups = [...families].map(([id, title]) => [title, named.filter((form) => form.family === id)]).filter(([, own]) => own.length)
      .map(([title, own]) => group(title, own.map((form) => item(form, other(form)))));
    const holding = words.length ? here.filter((form) => !named.includes(form)).flatMap((form) => {
      const field = labelsOf(form).find((label) => words.every((word) => plain(label).includes(word)));
      return field ? [item(form, `栏目：${field}`)] : [];
    }) : [];
    if (holding.length) groups.push(group(`栏目中有“${typed}”的文书`, holding));
    if (!groups.length) groups.push(h("p", { class: "empty" }, `没有名称或者栏目含“${typed}”的文书，换一个词，或者按类别查找。`));
    arrange($("forms-list"), groups);
    $("forms-count").textContent = `${named.length + holding.length}种文书`;
    arrange($("forms-families"), families.size > 1 ? [["", "全部", forms], ...[...families].map(([id, title]) => [id, title, forms.filter((form) => form.family === id)])]
      .map(([id, title, own]) => h("button", { type: "button", "aria-pressed": String(id === family), onclick: () => narrow(id) }, title, h("span", { class: "count" }, String(own.length)))) : []);
  }

  function narrow(id) {
    family = id;
    list();
    $("forms-families").querySelector("[aria-pressed=true]").focus();
  }

  /** Arrow keys go from the box through the forms and back; letters go to the box wherever the focus is. */
  function move(event) {
    const links = [...$("forms-list").querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== search) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, ...(at < 0 ? {} : { Home: 0, End: links.length - 1 }) }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      (to < 0 ? search : links[Math.min(to, links.length - 1)])?.focus();
    } else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) search.focus();
  }

  search.addEventListener("input", list);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) $("forms-list").querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", move);

  return {
    open() {
      search.value = "";
      family = "";
      list();
      fetchAliases();
      dialog.showModal();
      search.focus();
      $("forms-list").querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
    },
  };
}
