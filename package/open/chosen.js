// The loader of modules: the build that fits, and where its file cannot be had (a server that refuses .wasm, say) the next one. The modern
// one is there for each family alone too.
import FAMILIES from "zhifa:families";
import { choose } from "../choose.js";

const LOAD = {
  modern: () => import("./builds/modern.js"),
  legacy: () => import("./builds/legacy.js"),
  nowasm: () => import("./builds/nowasm.js"),
};

export async function open(options) {
  const names = Object.keys(LOAD);
  const wanted = (options.build ? [options.build] : names.slice(names.indexOf(choose()))).map(build => ({ build, load: LOAD[build] }));
  const { family } = options;
  if (wanted[0].build === "modern" && Object.keys(FAMILIES).includes(family)) wanted.unshift({ build: "modern", load: FAMILIES[family], family });
  let fault;
  for (const { load, ...taken } of wanted) {
    try {
      const engine = await load();
      await engine.default(options.wasm);
      return { ...taken, engine };
    } catch (error) {
      fault = fault || error;
    }
  }
  throw fault;
}
