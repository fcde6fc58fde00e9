// The engine in a worker.
import type * as zhifa from "./zhifa.js";

type Later<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never;

export interface Engine {
  build(): Promise<zhifa.Build>;
  check: Later<typeof zhifa.check>;
  checkJson: Later<typeof zhifa.checkJson>;
  checkJsonText: Later<typeof zhifa.checkJsonText>;
  explain: Later<typeof zhifa.explain>;
  form: Later<typeof zhifa.form>;
  forms: Later<typeof zhifa.forms>;
  packs: Later<typeof zhifa.packs>;
  rules: Later<typeof zhifa.rules>;
  /** 结束，未完成的和以后的调用失败 */
  stop(): void;
}

/** 启动；url 为 zhifa.worker.js 的地址，默认在模块旁边 */
export function start(options?: { url?: string | URL }): Engine;
