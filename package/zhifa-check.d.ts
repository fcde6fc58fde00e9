// The element <zhifa-check>, and what it is made of.
import type * as zhifa from "./zhifa.js";
import type { Finding, Report, Session } from "./zhifa.js";

export type Trigger = "start" | "change" | "submit";

/** 载入检查程序 */
export function engine(): Promise<typeof zhifa>;

export interface BindOptions {
  /** form(id) 的结果 */
  declaration: ReturnType<typeof zhifa.form>;
  /** 接收事件的元素，默认为表单 */
  host?: Element;
  /** 控件的名称或者id → 字段路径 */
  mapping?: Record<string, string>;
  /** 读取控件中已有的内容，默认读取 */
  adopt?: boolean;
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
  refresh(): void;
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
  check(): Report | null;
  refresh(): void;
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
  }
}
