// Inside the worker: {id, call, args} → {id, result} or {id, error}.
import * as facade from "./facade.js";

const CALLS = ["check", "checkJson", "checkJsonText", "explain", "form", "forms", "packs", "rules"];

self.onmessage = async ({ data: { id, call, args } }) => {
  try {
    await facade.init();
    if (call !== "build" && !CALLS.includes(call)) throw new Error(call);
    self.postMessage({ id, result: call === "build" ? facade.build : facade[call](...args) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
