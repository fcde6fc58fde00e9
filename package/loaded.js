/** What every build of the package offers: the engine's functions, there once `init()` is done, and which build they come from. */
import { open } from "zhifa:open";

/** "modern", "legacy" or "nowasm"; empty before `init()` is done. */
export let build = "";
export let check, checkForm, checkJson, checkJsonText, explain, form, forms, packs, rules, Session;

let loading;

/**
 * Loads the engine, once however often it is called. `options.build` takes this build and no other; `options.wasm` is the address of
 * `zhifa_bg.wasm` where it does not lie beside the module of the modern build.
 */
export function init(options) {
  if (!loading) {
    loading = open(options || {}).then(adopt);
    // A network that failed once may work the next time.
    loading.catch(() => { loading = undefined; });
  }
  return loading;
}

/** Takes an engine that is ready: {build, engine}. */
export function adopt(opened) {
  ({ check, checkForm, checkJson, checkJsonText, explain, form, forms, packs, rules, Session } = opened.engine);
  build = opened.build;
}
