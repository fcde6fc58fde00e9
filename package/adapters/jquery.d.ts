import type { AttachOptions } from "./dom.js";
import type { FormId, Report } from "../zhifa.js";

/** $(form).zhifa(…) */
export interface Plugin {
  zhifa(form: FormId, options?: AttachOptions): this;
  zhifa(call: "check"): Report | null;
  zhifa(call: "stop"): this;
}

/** 把 zhifa 加入 jQuery */
export default function plugIn(jQuery: any): void;
