// The modern build: its WebAssembly is a file beside it, which must have the hash that it was packed with.
import init from "zhifa:glue";

export * from "zhifa:glue";

export default async function (address) {
  const response = await fetch(address || new URL("zhifa_bg.wasm", import.meta.url), { integrity: __INTEGRITY__ });
  if (!response.ok) throw new Error(response.status + " " + response.url);
  // Compiled while it comes in, where the server says what it is.
  const typed = /^application\/wasm\b/.test(response.headers.get("Content-Type"));
  return init({ module_or_path: typed ? response : await response.arrayBuffer() });
}
