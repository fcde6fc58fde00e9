// The classic script: the build inside it, and where the page's policy forbids WebAssembly the one without, from the file beside it.
import { choose } from "../choose.js";
import start, * as engine from "zhifa:build";

const here = typeof document === "object" && document.currentScript ? document.currentScript.src : "";

export async function open(options) {
  if ((options.build || choose()) !== "nowasm") {
    await start();
    return { build: "legacy", engine };
  }
  if (!here) throw new Error("zhifa.nowasm.js");
  const other = await import(new URL("builds/nowasm.js", here).href);
  await other.default();
  return { build: "nowasm", engine: other };
}
