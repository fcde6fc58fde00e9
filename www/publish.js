/**
 * A penalty decision as a record of 双公示 (行政处罚 published within seven working days), a CSV of one row.
 *
 * The columns are those of the standard of 2018 (发改办财金〔2018〕424号), with their names and order as the systems that take or
 * send such records have them; what a platform asks beyond them is the platform's. Nothing is made up: a column that the form does
 * not hold stays blank.
 */

/** The form whose records these are. */
export const FORM = "penalty/decision";

const CATEGORY = { company: "法人及非法人组织", branch: "法人及非法人组织", organization: "法人及非法人组织", soleTrader: "个体工商户", person: "自然人" };
const PLACES = 6;

/** Yuan as ten thousands of yuan, without rounding: 121800 → 12.18. */
function inTenThousands(yuan) {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d+))?$/.exec(yuan) ?? [];
  if (whole === undefined) return "";
  const digits = whole.padStart(5, "0") + part;
  const at = digits.length - part.length - 4;
  const rest = digits.slice(at).replace(/0+$/, "");
  return digits.slice(0, at) + (rest ? `.${rest}` : "");
}

/** The sum of amounts as typed; "" where one of them is no amount, so that no sum is told that is not one. */
function sum(amounts) {
  if (!amounts.length || !amounts.every((amount) => /^\d+(\.\d{1,6})?$/.test(amount))) return "";
  const total = amounts.reduce((all, amount) => {
    const [whole, part = ""] = amount.split(".");
    return all + BigInt(whole + part.padEnd(PLACES, "0"));
  }, 0n);
  const digits = String(total).padStart(PLACES + 1, "0");
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** The columns in order, as [name, value]; `session` holds the decision, `fields` its declaration by path. */
export function record(session, fields) {
  const get = (path) => (session.canonical(path) ?? session.get(path)).trim();
  const all = (list) => Array.from({ length: session.rowCount(list) }, (_, i) => get(`${list}[${i}]`)).filter(Boolean);
  const option = (path, typed) => fields.get(path)?.options?.find(({ value, label }) => value === typed || label === typed);
  const kind = option("party.kind", get("party.kind"))?.value;
  const person = kind === "person";
  const penalties = Array.from({ length: session.rowCount("penalties") }, (_, i) => {
    const at = `penalties[${i}]`;
    const chosen = option("penalties.kind", get(`${at}.kind`));
    return { kind: chosen?.value, label: chosen?.label ?? get(`${at}.kind`), amount: get(`${at}.amount`), detail: get(`${at}.detail`) };
  });
  const of = (...kinds) => penalties.filter((penalty) => kinds.includes(penalty.kind));
  const amount = (...kinds) => inTenThousands(sum(of(...kinds).map((penalty) => penalty.amount)));
  const joined = (texts) => [...new Set(texts.filter(Boolean))].join("；");
  return [
    ["行政相对人名称", get("party.name")],
    ["行政相对人类别", CATEGORY[kind] ?? ""],
    ["行政相对人代码_1（统一社会信用代码）", get("party.creditCode")],
    ["行政相对人代码_2（工商注册号）", ""],
    ["行政相对人代码_3（组织机构代码）", ""],
    ["行政相对人代码_4（税务登记号）", ""],
    ["行政相对人代码_5（事业单位证书号）", ""],
    ["行政相对人代码_6（社会组织登记证号）", ""],
    ["法定代表人", person ? "" : get("party.legalRepresentative") || get("party.personInCharge") || get("party.operator")],
    ["法定代表人证件类型", ""],
    ["法定代表人证件号码", ""],
    ["证件类型", person && get("party.idNumber") ? "身份证" : ""],
    ["证件号码", person ? get("party.idNumber") : ""],
    ["行政处罚决定书文号", get("documentNumber")],
    ["违法行为类型", get("caseName")],
    ["违法事实", get("facts")],
    ["处罚依据", joined(all("legalBasis"))],
    ["处罚类别", joined(penalties.map((penalty) => penalty.label))],
    ["处罚内容", joined(penalties.map((penalty) => penalty.detail || penalty.label))],
    ["罚款金额（万元）", amount("fine")],
    ["没收违法所得、没收非法财物的金额（万元）", amount("confiscateIncome", "confiscateGoods")],
    ["暂扣或吊销证照名称及编号", joined(of("suspendLicence", "revokeLicence").map((penalty) => penalty.detail))],
    ["处罚决定日期", get("decidedOn")],
    ["处罚有效期", ""],
    ["公示截止期", ""],
    ["处罚机关", get("agency.name")],
    ["处罚机关统一社会信用代码", get("agency.creditCode")],
    ["数据来源单位", ""],
    ["数据来源单位统一社会信用代码", ""],
    ["备注", ""],
  ];
}

// A spreadsheet would reckon with the first and round the second.
const FORMULA = /^[\s]*[=+\-@＝＋－＠]/;
const LONG_NUMBER = /^\d{12,}$/;

function cell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : LONG_NUMBER.test(text) ? `\t${text}` : text;
  return /[",\r\n\t]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** The record as text: a mark of UTF-8 that spreadsheets need, the names, the values. */
export const csv = (columns) => `\uFEFF${[0, 1].map((part) => columns.map((column) => cell(column[part])).join(",")).join("\r\n")}\r\n`;
