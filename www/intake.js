/** Reading what an officer brings: a file, a dropped file, a pasted text. Says what is wrong with it in plain words. */

/** Above this a tab becomes slow; batches are the command's work. */
const MOST_BYTES = 20 * 1024 * 1024;
const BATCH = "本页一次检查一份，成批检查用命令 zhifa check";

/** Why something could not be taken in; the message is meant for the officer. */
export class Unreadable extends Error {}

/** What to do with a paper that is no export: the way in is the form itself. */
const INSTEAD = "把文书的内容复制到各栏，表格另存为xlsx再导入";

/** Files that officers have at hand, by their first bytes. */
const KINDS = [
  ["PK\x03\x04", "Word、WPS文档或者压缩包"],
  ["PK\x05\x06", "空的压缩包"],
  ["\xd0\xcf\x11\xe0", "旧版的Word、WPS文档"],
  ["{\\rtf", "Word文档"],
  ["%PDF", "PDF文件"],
  ["\x89PNG", "图片"], ["\xff\xd8\xff", "图片"], ["GIF8", "图片"], ["BM", "图片"], ["RIFF", "图片、音频或者视频"], ["II*\0", "图片"], ["MM\0*", "图片"],
];

/** The text of a file: UTF-8, else GB 18030 as older systems write it. */
export async function textOf(file) {
  if (file.size > MOST_BYTES) {
    throw new Unreadable(`文件有${Math.ceil(file.size / 1048576)}MB，本页能读20MB以内；${BATCH}`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = String.fromCharCode(...bytes.slice(0, 5));
  const kind = KINDS.find(([start]) => head.startsWith(start));
  if (kind) throw new Unreadable(`这是${kind[1]}，不是本页导出的文件，${INSTEAD}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/**
 * The members of a JSON object as they stand in its text: { key, value }. The text must be valid JSON.
 * Values stay text, so numbers of any length, repeated keys and __proto__ go through unchanged.
 */
export function members(text) {
  const found = [];
  let at = text.indexOf("{") + 1;
  const blank = () => {
    while (text.charCodeAt(at) <= 32) at++;
  };
  const string = () => {
    const from = at++;
    while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    return text.slice(from, ++at);
  };
  const value = () => {
    const from = at;
    let depth = 0;
    do {
      const c = text[at];
      if (c === '"') string();
      else {
        if (c === "{" || c === "[") depth++;
        else if (c === "}" || c === "]") depth--;
        at++;
      }
    } while (depth > 0 || !(text[at] === "," || text[at] === "}" || text.charCodeAt(at) <= 32));
    return text.slice(from, at);
  };
  for (blank(); text[at] === '"'; blank()) {
    const key = JSON.parse(string());
    blank();
    at++; // the colon
    blank();
    found.push({ key, value: value() });
    blank();
    if (text[at] === ",") at++;
  }
  return found;
}

function whereJsonEnds(text, error) {
  if (!/^[{["\d-]/.test(text)) return `这是文字，不是本页导出的文件，${INSTEAD}`;
  if (/recursion|stack/i.test(error.message)) return "层次过深，读不了";
  const lines = text.split("\n").filter((line) => line.trim());
  const parses = (line) => {
    try {
      return typeof JSON.parse(line) === "object";
    } catch {
      return false;
    }
  };
  if (lines.length > 1 && parses(lines[0]) && parses(lines[1])) return `这里有一行一份的${lines.length}份文书；${BATCH}`;
  const match = /position (\d+)/.exec(error.message);
  if (!match) return "这段内容不是JSON，或者没有写完整";
  const before = text.slice(0, Number(match[1])).split("\n");
  return `第${before.length}行第${before.at(-1).length + 1}个字符起不是JSON，检查引号、逗号和括号是否成对`;
}

/** Under these keys papers keyed in as they stand say what they are. */
const TITLES = ["文书种类", "文书名称", "title"];

/** → { form: id or null, kind: what the data call themselves or null, data: text of an object }. Throws Unreadable. */
export function parse(input) {
  const text = input.replace(/^\uFEFF/, "").trim();
  if (!text) throw new Unreadable("内容是空的");
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Unreadable(whereJsonEnds(text, error));
  }
  if (Array.isArray(value)) {
    if (value.length === 1) return parse(text.slice(1, -1));
    throw new Unreadable(value.length ? `这里有${value.length}份文书；${BATCH}` : "数组里没有文书");
  }
  if (typeof value !== "object" || value === null) throw new Unreadable('这不是一份文书，文书写成 {"form": …, "data": {…}}');
  const all = members(text);
  const named = all.findLast((member) => member.key === "form");
  const form = named ? JSON.parse(named.value) : null;
  if (form !== null && typeof form !== "string") throw new Unreadable('“form”应为文书编号，如 "penalty/decision"');
  const data = all.findLast((member) => member.key === "data");
  if (data) {
    if (data.value[0] !== "{") throw new Unreadable("“data”应为字段的集合 {…}");
    return { form, kind: null, data: data.value };
  }
  const kind = TITLES.map((key) => value[key]).find((words) => typeof words === "string") ?? null;
  // The fields may also stand beside the name of the form.
  const rest = all.filter((member) => member !== named).map((member) => `${JSON.stringify(member.key)}:${member.value}`);
  return { form, kind, data: `{${rest.join(",")}}` };
}
