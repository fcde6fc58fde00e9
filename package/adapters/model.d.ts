import type { Finding, FormId, Options, Report, Severity } from "../zhifa.js";

/** 名称的各种写法："penalties.0.amount"、"penalties[0].amount"、["penalties", 0, "amount"] */
export type Path = string | readonly (string | number)[];

export interface ModelOptions extends Options {
  /** 把表单的模型转为文书内容，模型就是内容的不必填写 */
  read?(model: any): unknown;
}

export interface ModelChecker {
  report(model: unknown): Promise<Report>;
  messages(model: unknown, path: Path, severity?: Severity): Promise<string[]>;
}

export function modelChecker(form: FormId, options?: ModelOptions): ModelChecker;
/** 一个字段的问题 */
export function findingsAt(report: Report, path: Path): Finding[];
/** 路径 → JSON Pointer */
export function pointer(path: Path): string;
