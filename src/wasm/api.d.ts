// What the module offers beside the forms; `zhifa types` puts the forms' interfaces before it.

/** 一份文书 */
export type FormDocument = { [F in FormId]: { form: F; data: Forms[F] } }[FormId];

/** 错误、需核对、提示 */
export type Severity = "error" | "warning" | "info";

/** 通过、需核对、有错误 */
export type Outcome = "pass" | "review" | "errors";

/** 依据 */
export interface Basis {
  /** 名称 */
  instrument: string;
  /** 条，或者通知、方案的标题 */
  article: string;
  /** 款 */
  paragraph: number | null;
  /** 项 */
  item: number | null;
}

/** 一段期限；怎么算出来的，问 reckoner.js 的 deadline */
export interface Period {
  /** 起算日或者起算时刻，当日不计入 */
  from: string;
  /** 长度，负数为向前推算 */
  count: number;
  /** 单位；plain-开头的末日不顺延 */
  unit: "days" | "plain-days" | "working-days" | "months" | "plain-months" | "years" | "plain-years" | "hours";
  /** 届满日或者届满时刻 */
  to: string;
}

/** 一处问题 */
export interface Finding {
  /** 规则编号 */
  rule: string;
  severity: Severity;
  /** 字段位置（JSON Pointer） */
  path: string;
  /** 字段名称 */
  label: string;
  /** 说明 */
  message: string;
  basis: Basis[];
  /** 可以采用的改正 */
  fix: { path: string; value: string } | null;
  /** 说明里写到的期限；没有写到的，是据以判断的期限 */
  periods?: Period[];
  /** 经办人说明的理由 */
  acknowledged?: string;
}

/** 未核：因缺少内容没有核对的规则 */
export interface NotChecked {
  rules: string[];
  path: string;
  label: string;
  reason: string;
}

/** 检查结果 */
export interface Report {
  form: FormId;
  title: string;
  outcome: Outcome;
  /** 按表单的顺序 */
  findings: Finding[];
  notChecked: NotChecked[];
  /** 适用的规则包 */
  packs: string[];
  /** 决定适用哪些规定的日期 */
  asOf: string;
  checkedOn: string;
  engine: string;
  inputHash: string;
}

/** 检查的选项 */
export interface Options {
  /** 检查日期，默认今天 */
  date?: string;
  /** 另行采用的规则包 */
  packs?: string[];
  /** 规则包的设定，如 {"hearingThreshold.person": 10000} */
  settings?: Record<string, number | string>;
  /** 对需核对的发现已说明的理由 */
  acknowledge?: { rule: string; path: string; reason: string }[];
  /** 只检查这些规则 */
  rules?: string[];
  /** 另附的放假安排，按年 */
  holidays?: Record<string, { holidays: string[]; makeup_workdays: string[] }>;
}

/** 表单中的一个字段 */
export interface Field {
  path: string;
  key: string;
  label: string;
  type: string;
  options?: { value: string; label: string }[];
  /** 每项只有一个值的列表 */
  list: boolean;
  required?: "yes" | "practice" | "when";
  hint?: string;
  unit?: string;
  /** 行的各列 */
  fields?: Field[];
}

/** 规则或者必填要求；标题、说明和并入的编号在 handbook.json 中 */
export interface Rule {
  id: string;
  severity: Severity;
  pack: string;
  forms: FormId[];
  basis: Basis[];
}

/** 载入；不写来源的，从本模块旁边取 */
export default function init(source?: unknown): Promise<unknown>;
/** 检查一份文书 */
export function check(document: FormDocument | { form: string; data: unknown }, options?: Options): Report;
/** 检查JSON文本：一份文书得一份结果，数组或者每行一份得一组 */
export function checkJson(json: string | Uint8Array, options?: Options): Report | Report[];
/** 同checkJson，结果为JSON文本 */
export function checkJsonText(json: string | Uint8Array, options?: Options): string;
/** 检查网页中的表单，控件按名称对应字段 */
export function checkForm(element: HTMLFormElement, form: FormId, options?: Options): Report;
/** 全部表单 */
export function forms(): { id: FormId; title: string; family: string; familyTitle: string }[];
/** 全部规则包 */
export function packs(): { id: string; title: string }[];
/** 表单的栏目和字段 */
export function form(id: FormId): { id: FormId; title: string; dated: string[]; sections: { title: string; fields: Field[] }[] };
/** 规则和必填要求 */
export function rules(form?: FormId): Rule[];
/** 一条规则 */
export function explain(id: string): Rule;

/** 正在填写的表单；路径如 party.creditCode、penalties[0].amount 或 /penalties/0/amount */
export class Session {
  constructor(form: FormId, options?: Options);
  /** 换入全部内容 */
  load(dataJson: string): void;
  /** 已填的全部内容 */
  dataJson(): string;
  /** 填写一个字段；结果有变化的得 true */
  set(path: string, text: string): boolean;
  /** 填写的文字，未填为空 */
  get(path: string): string;
  /** 表单有没有这个字段 */
  has(path: string): boolean;
  /** 字段的本名，路径可以用标签：当事人.姓名或名称 → /party/name；没有这个字段的，没有 */
  pointer(path: string): string | undefined;
  /** 规范的写法，与填写不同时才有 */
  canonical(path: string): string | undefined;
  insertRow(path: string, index: number): boolean;
  removeRow(path: string, index: number): boolean;
  rowCount(path: string): number;
  report(): Report;
  reportJson(): string;
  /** 上次以来的变化，JSON文本：{"came":[…],"went":[{rule,path}]} */
  changes(): string;
  /** 采用改正 */
  applyFix(rule: string, path: string): boolean;
  /** 说明理由，rule、path 照发现中的写；理由为空的，撤回；rule 也为空的，全部撤回 */
  acknowledge(rule: string, path: string, reason: string): void;
  free(): void;
}
