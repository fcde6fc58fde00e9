/** The search of the handbook's first page: in ids, titles, articles and what rules say, while it is typed. */

const MOST = 60;
const SEVERITY = { error: "错误", warning: "需核对", info: "提示" };
const DIGITS = "零一二三四五六七八九";
const $ = (id) => document.getElementById(id);

/** 63 → 六十三, up to 999: articles are counted so. */
function numeral(number) {
  const [hundreds, tens, ones] = [Math.trunc(number / 100), Math.trunc(number / 10) % 10, number % 10];
  let words = hundreds ? `${DIGITS[hundreds]}百` : "";
  if (hundreds && !tens && ones) words += "零";
  if (tens) words += (tens > 1 || hundreds ? DIGITS[tens] : "") + "十";
  return words + (ones ? DIGITS[ones] : "");
}

// Full width and half, large letters and small are one; 63条 is 第六十三条; 处罚法第六十条 is a law and an article.
const plain = (text) => text.normalize("NFKC").toLowerCase();
const asked = (text) => plain(text)
  .replace(/第?(\d{1,3})(?=条)/g, (_, digits) => ` 第${numeral(Number(digits))}`)
  .replace(/第(?=[零一二三四五六七八九十百]+条)/g, " 第")
  .split(/[\s,、;《》]+/).filter(Boolean);

/** What a finding says but for what differs from paper to paper: figures, and what is quoted. */
const bare = (text) => plain(text).split(/[\d.,;:。、年月日\s-]+|[“"][^”"]*[”"]|[\[〔][^\]〕]*[\]〕]/).filter((part) => part.length > 2);

let index;
/** The rules and forms with the words to look in; where they cannot be fetched (a folder opened from the disk), what the page lists. */
function load() {
  index ??= fetch("search.json")
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then(({ laws, items }) => items.map(([id, title, severities, forms, others, basis, says]) => ({
      id, title, severities, forms, says,
      href: `${id}.html`,
      names: plain([id, ...others].join("\n")),
      head: plain(title),
      places: basis.map(([law, place]) => ({ title: laws[law].split("\n")[0], place, words: plain(`${laws[law]}\n${place}`) })),
      body: plain(`${says}\n${forms}`),
    })))
    .catch(() => [...document.querySelectorAll("#lists li a")].map((link) => ({
      id: link.querySelector(".id")?.textContent ?? "", title: link.lastChild.textContent.trim(), severities: [], forms: "", says: "",
      href: link.getAttribute("href"), names: plain(link.textContent), head: plain(link.textContent), places: [], body: "",
    })));
  return index;
}

/** How well an item answers: 0 not at all. Every word must be found somewhere, a law and its article in one citation. */
function score(item, words) {
  let sum = 0;
  const article = words.find((word) => /^第.+条/.test(word));
  const places = article ? item.places.filter((place) => place.words.includes(article)) : item.places;
  for (const word of words) {
    if (item.names.split("\n").includes(word)) sum += 1000;
    else if (item.names.includes(word)) sum += 100;
    else if (item.head.includes(word)) sum += 50 + (item.head === word ? 50 : 0) + (item.severities.length ? 0 : 20);
    else if (places.some((place) => place.words.includes(word))) sum += 20;
    else if (item.body.includes(word)) sum += 10;
    else return 0;
  }
  return sum;
}

/** What else than the title answers: the article, or the sentence that the rule says. */
function why(item, words) {
  const rest = words.filter((word) => !item.head.includes(word) && (!item.names.includes(word) || item.body.includes(word)));
  const all = item.places.filter(({ words: held }) => rest.length && rest.every((word) => held.includes(word)));
  const place = all.length ? all : item.places.filter(({ words: held }) => rest.some((word) => held.includes(word)));
  if (place.length) return place.slice(0, 3).map(({ title, place: at }) => `《${title}》${at}`).join("；");
  return item.says.split("\n").find((line) => rest.some((word) => plain(line).includes(word))) ?? item.forms;
}

function node(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The words that were asked for stand out in what is found. */
function marked(text, words) {
  const held = plain(text);
  // A character that became several would put the marks in the wrong place.
  const word = held.length === text.length ? words.find((one) => held.includes(one)) : undefined;
  if (!word) return [text];
  const at = held.indexOf(word);
  return [text.slice(0, at), node("mark", "", text.slice(at, at + word.length)), text.slice(at + word.length)];
}

function line(item, words) {
  const link = node("a", "", node("span", "id", ...marked(item.id, words)), " ", ...marked(item.title, words));
  link.href = item.href;
  const badges = item.severities.map((severity) => node("span", `badge ${severity}`, SEVERITY[severity]));
  return node("li", "", ...badges, " ", link, node("small", "", ...marked(why(item, words), words)));
}

/** How much of the parts an item says; 0 for less than half. */
function alike(item, parts) {
  const length = (list) => list.reduce((sum, part) => sum + part.length, 0);
  const said = length(parts.filter((part) => item.body.includes(part)));
  return 2 * said < length(parts) ? 0 : said;
}

const ranked = (items, points) => items.map((item) => [points(item), item]).filter(([sum]) => sum).sort((a, b) => b[0] - a[0]);

let turn = 0;
async function search() {
  const mine = ++turn;
  const text = $("query").value.trim();
  const words = asked(text);
  const items = words.length ? await load() : [];
  if (mine !== turn) return;
  let found = ranked(items, (item) => score(item, words));
  // A finding copied from a report has the figures and names of its own paper.
  const parts = found.length ? [] : bare(text);
  const near = parts.length > 0;
  if (near) found = ranked(items, (item) => alike(item, parts));
  $("found").replaceChildren(...found.slice(0, MOST).map(([, item]) => line(item, near ? parts : words)));
  $("found-count").textContent = !words.length ? "" : !found.length ? `没有找到“${text}”，换一个词，或者删去数字、日期再找` : `${near ? "说法相近的有" : "找到"}${found.length}项${found.length > MOST ? `，列出前${MOST}项` : ""}`;
  $("lists").hidden = words.length > 0;
  // The way back from a rule leads to what was found.
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname + location.hash);
}

/** Arrow keys go from the box through what is found and back. */
function move(event) {
  const links = [...$("found").querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (to === undefined || to < -1 || to >= links.length) return;
  event.preventDefault();
  (links[to] ?? $("query")).focus();
}

/** A chapter that a link leads to is unfolded. */
function unfold() {
  const chapter = location.hash && document.getElementById(location.hash.slice(1));
  if (chapter instanceof HTMLDetailsElement) {
    chapter.open = true;
    chapter.scrollIntoView();
  }
}

$("search").hidden = false;
$("query").addEventListener("input", search);
$("query").addEventListener("focus", load, { once: true });
$("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) $("found").querySelector("a")?.click();
});
$("search").addEventListener("keydown", move);
addEventListener("hashchange", unfold);
const before = new URLSearchParams(location.search).get("q");
if (before) {
  $("query").value = before;
  void search();
}
unfold();
