// The element <zhifa-check>, and what it is made of.
import type * as zhifa from "./zhifa.js";
import type { Finding, FormId, Options, Report, Session } from "./zhifa.js";

export type Trigger = "start" | "change" | "submit";

/** 载入检查程序；给出表单的，可以只载入该类表单的 */
export function engine(form?: FormId): Promise<typeof import("./engine.js")>;

export interface BindOptions {
  /** form(id) 的结果 */
  declaration: ReturnType<typeof zhifa.form>;
  /** 接收事件的元素，默认为表单 */
  host?: Element;
  /** 控件的名称或者id → 字段路径 */
  mapping?: Record<string, string>;
  /** 读取控件中已有的内容，默认读取 */
  adopt?: boolean;
  /** session 起初带有的理由，表单重置时恢复 */
  acknowledge?: Options["acknowledge"];
  allowErrors?(): boolean;
  whole?(): boolean;
  handbook?(): string;
  onReport?(report: Report, trigger: Trigger): void;
}

export interface Bound {
  readonly report: Report;
  /** 阻止提交的错误 */
  readonly errors: Finding[];
  /** 与提交相同，但不发送 */
  check(): Report;
  /** 重新读取控件的内容（脚本填写的）和 session */
  refresh(): void;
  /** 对需核对的发现说明理由；理由为空的，撤回 */
  acknowledge(rule: string, path: string, reason: string): void;
  /** 移到字段的控件；没有控件的得 false */
  reveal(path: string): boolean;
  stop(): void;
}

/** 把表单与检查连接起来 */
export function bind(form: HTMLFormElement, session: Session, options: BindOptions): Bound;

export class ZhifaCheck extends HTMLElement {
  readonly report: Report | null;
  readonly errors: Finding[];
  readonly session: Session | null;
  mapping: Record<string, string> | undefined;
  /** 与提交相同，但不发送；载入之前为 null */
  check(): Report | null;
  /** 重新读取控件的内容（脚本填写的）和 session */
  refresh(): void;
  /** 对需核对的发现说明理由；理由为空的，撤回 */
  acknowledge(rule: string, path: string, reason: string): void;
}

/** "/penalties/0/amount" → "penalties[0].amount" */
export function dotted(pointer: string): string;

declare global {
  interface HTMLElementTagNameMap {
    "zhifa-check": ZhifaCheck;
  }
  interface HTMLElementEventMap {
    "zhifa-report": CustomEvent<{ report: Report; trigger: Trigger }>;
    "zhifa-error": CustomEvent<{ message: string; error: unknown }>;
    /** 将移到一个控件，由控件发出；所在的标签页没有打开的，在此打开 */
    "zhifa-reveal": CustomEvent<{ path: string }>;
  }
}
