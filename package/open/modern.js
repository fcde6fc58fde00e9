// The modern build, of all families or of one: its WebAssembly is a file beside it, which must have the hash that it was packed with.
import init from "zhifa:glue";

export * from "zhifa:glue";

let ready;

export default function (address) {
  if (!ready) {
    ready = load(address || new URL(__WASM__, import.meta.url));
    // A network that failed once may work the next time.
    ready.catch(() => { ready = undefined; });
  }
  return ready;
}

async function load(address) {
  const response = await fetch(address, { integrity: __INTEGRITY__ });
  if (!response.ok) throw new Error(response.status + " " + response.url);
  // Compiled while it comes in, where the server says what it is.
  const typed = /^application\/wasm\b/.test(response.headers.get("Content-Type"));
  return init({ module_or_path: typed ? response : await response.arrayBuffer() });
}
