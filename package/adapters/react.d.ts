import type { Finding, FormId, Report } from "../zhifa.js";
import type { ModelOptions, Path } from "./model.js";

export interface Checked {
  /** 首次检查之前为 null */
  report: Report | null;
  /** 未能检查的原因 */
  error: Error | null;
  findings(path: Path): Finding[];
}

export function useZhifa(form: FormId, data: unknown, options?: ModelOptions): Checked;
