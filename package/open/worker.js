// In a worker: the build inside it, and where its policy forbids WebAssembly the one without, from the file beside it.
import { choose } from "../choose.js";
import start, * as engine from "zhifa:build";

export async function open() {
  if (choose() === "nowasm") {
    importScripts(new URL("zhifa.nowasm.js", self.location.href).href);
    return { build: "nowasm", engine: await self.zhifa.init() };
  }
  await start();
  return { build: "legacy", engine };
}
