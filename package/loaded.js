/** What every build of the package offers: the engine's functions, there once `init()` is done, and which build was taken. */
import { open } from "zhifa:open";

/** "modern", "legacy" or "nowasm"; empty before an engine is there. */
export let build = "";
export let check, checkForm, checkJson, checkJsonText, explain, form, forms, packs, rules, Session;

let loading;
const families = new Map();

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

/**
 * An engine that knows `form`, as an object with the same functions: what `init()` loaded or is loading; before it was called, the build of
 * the form's family where the loader has one, which is little more than half to download.
 */
export function engine(form) {
  if (loading) return loading;
  const family = String(form).split("/")[0];
  if (!families.has(family)) {
    families.set(family, open({ family }).then(adopt));
    families.get(family).catch(() => families.delete(family));
  }
  return families.get(family);
}

/** Takes an engine that is ready: {build, engine, family}, of which the last only where it knows no other. */
export function adopt(opened) {
  build = opened.build;
  if (!opened.family) {
    ({ check, checkForm, checkJson, checkJsonText, explain, form, forms, packs, rules, Session } = opened.engine);
  }
  return opened.engine;
}
