import type { AttachOptions } from "./dom.js";
import type { Finding, FormId, Report } from "../zhifa.js";

/** $(form).zhifa(…) */
export interface Plugin {
  zhifa(form: FormId, options?: AttachOptions): this;
  zhifa(call: "check"): Report | null;
  /** 阻止提交的错误 */
  zhifa(call: "errors"): Finding[];
  /** 对需核对的发现说明理由；理由为空的，撤回 */
  zhifa(call: "acknowledge", rule: string, path: string, reason: string): this;
  zhifa(call: "stop"): this;
}

/** 把 zhifa 加入 jQuery */
export default function plugIn(jQuery: any): void;
