/** How the page writes figures, citations and dates. */

const DIGITS = "零一二三四五六七八九";

/** 60 → 六十, 124 → 一百二十四; for the numbers of articles, up to 9999. */
export function numeral(number) {
  let words = "";
  let gap = false;
  for (const [unit, name] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]]) {
    const digit = Math.trunc(number / unit) % 10;
    if (digit) {
      words += (gap ? "零" : "") + (unit === 10 && digit === 1 && !words ? "" : DIGITS[digit]) + name;
      gap = false;
    } else if (words) gap = true;
  }
  return words || DIGITS[0];
}

/** Articles as an officer writes them, each instrument named once: 《中华人民共和国行政处罚法》第五十九条第一款第（六）项、第五十九条第二款; without any, what is held to instead. */
export function citations(basis) {
  const part = (value, before, after) =>
    value === null || value === undefined ? "" : /^\d+$/.test(value) ? before + numeral(Number(value)) + after : String(value);
  const articles = new Map();
  for (const { instrument, article, paragraph, item } of basis) {
    const words = part(article, "第", "条") + part(paragraph, "第", "款") + part(item, "第（", "）项");
    articles.set(instrument, [...(articles.get(instrument) ?? []), words]);
  }
  return [...articles].map(([instrument, list]) => `《${instrument}》${list.join("、")}`).join("；") || "没有条文规定，核对的是数字、格式、是否填写完整和前后是否一致";
}

const WEEK = "日一二三四五六";

/** A canonical date with its weekday, or "" when it is none: 2024-05-01 → 2024年5月1日 星期三. */
export function readDate(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.trim());
  if (!match) return "";
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return "";
  return `${year}年${month}月${day}日 星期${WEEK[date.getUTCDay()]}`;
}

/** A date of the report (2026-09-14) in words. */
export const plainDate = (iso) => readDate(iso ?? "").split(" ")[0] || iso || "";
