import type { ShallowRef } from "vue";
import type { Finding, FormId, Report } from "../zhifa.js";
import type { ModelOptions } from "./model.js";

export interface ElementRule {
  trigger: string[];
  validator(): Promise<void>;
}

export interface Checked {
  /** el-form 的 rules */
  rules: Record<string, ElementRule[]>;
  /** 一个 el-form-item 的 rules，用于各行 */
  rule(path: string): ElementRule[];
  /** 全部结果，首次检查之前为 null */
  report: ShallowRef<Report | null>;
  /** 未能检查的原因 */
  error: ShallowRef<Error | null>;
  findings(path: string): Finding[];
}

/** model 为 reactive 的对象；paths 为 el-form-item 的 prop */
export function useZhifa(form: FormId, model: object, paths?: string[], options?: ModelOptions): Checked;
