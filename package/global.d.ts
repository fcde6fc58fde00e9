// The global of the classic scripts zhifa.legacy.js and zhifa.nowasm.js.
import type * as engine from "./zhifa.js";
import type { bind, ZhifaCheck } from "./zhifa-check.js";
import type { attach } from "./adapters/dom.js";
import type plugIn from "./adapters/jquery.js";
import type { modelChecker } from "./adapters/model.js";

export interface Zhifa extends Omit<typeof engine, "init" | "default" | "build"> {
  readonly build: engine.Build | "";
  /** 载入；得到 zhifa 自身 */
  init(options?: engine.InitOptions): Promise<Zhifa>;
  attach: typeof attach;
  bind: typeof bind;
  plugIn: typeof plugIn;
  modelChecker: typeof modelChecker;
  ZhifaCheck: typeof ZhifaCheck;
}

declare global {
  var zhifa: Zhifa;
}
