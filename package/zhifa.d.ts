// What the package offers beside the engine: how it is loaded.
import type { FormId } from "./engine.js";
export * from "./engine.js";

/** 采用的版本：modern 一般浏览器；legacy 旧内核；nowasm 不用WebAssembly */
export type Build = "modern" | "legacy" | "nowasm";

/** 载入的选项 */
export interface InitOptions {
  /** 指定版本，不自动选择 */
  build?: Build;
  /** zhifa_bg.wasm 的地址，不在模块旁边时填写 */
  wasm?: string | URL;
}

/** 采用的版本，载入之前为空 */
export let build: Build | "";

/** 载入；多次调用只载入一次 */
export function init(options?: InitOptions): Promise<void>;

/** 检查一种表单的程序，功能相同：init() 已载入的，即为它；尚未载入的，有只含该类表单的版本时载入该版本，下载少四成 */
export function engine(form: FormId): Promise<typeof import("./engine.js")>;
export { init as default };
