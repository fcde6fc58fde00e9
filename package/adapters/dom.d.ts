import type { Finding, FormId, Options, Report, Session } from "../zhifa.js";

export interface AttachOptions extends Options {
  /** 控件的名称或者id → 字段路径 */
  mapping?: Record<string, string>;
  allowErrors?: boolean;
  whole?: boolean;
  /** 规则手册所在的目录 */
  handbook?: string;
}

export interface Attached {
  readonly report: Report;
  /** 阻止提交的错误 */
  readonly errors: Finding[];
  readonly session: Session;
  /** 与提交相同，但不发送 */
  check(): Report;
  /** 重新读取控件的内容（脚本填写的）和 session */
  refresh(): void;
  /** 对需核对的发现说明理由；理由为空的，撤回 */
  acknowledge(rule: string, path: string, reason: string): void;
  stop(): void;
}

export function attach(form: HTMLFormElement, id: FormId, options?: AttachOptions): Promise<Attached>;
