// The loader of modules: the build that fits, and where its file cannot be had (a server that refuses .wasm, say) the next one.
import { choose } from "../choose.js";

const LOAD = {
  modern: () => import("./builds/modern.js"),
  legacy: () => import("./builds/legacy.js"),
  nowasm: () => import("./builds/nowasm.js"),
};

export async function open(options) {
  const names = Object.keys(LOAD);
  const wanted = options.build ? [options.build] : names.slice(names.indexOf(choose()));
  let fault;
  for (const build of wanted) {
    try {
      const engine = await LOAD[build]();
      await engine.default(options.wasm);
      return { build, engine };
    } catch (error) {
      fault = fault || error;
    }
  }
  throw fault;
}
