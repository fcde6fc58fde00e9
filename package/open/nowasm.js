// The build without WebAssembly: the legacy one as JavaScript (binaryen's wasm2js).
import { initSync } from "zhifa:glue";

export * from "zhifa:glue";

export default async function () {
  initSync({ module: new WebAssembly.Module() });
}
