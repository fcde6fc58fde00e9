/**
 * The engine in a worker, for batches that would hold up the page:
 *
 *     const zhifa = start();
 *     const reports = await zhifa.checkJson(text);
 *     zhifa.stop();
 *
 * Every function of the engine that takes and gives plain data, as a promise; `build()` says which build it took.
 */
const CALLS = ["build", "check", "checkJson", "checkJsonText", "explain", "form", "forms", "packs", "rules"];

// Where Trusted Types are enforced a worker's address needs a policy; the page allows this one by `trusted-types zhifa`.
let policy;
function trusted(url) {
  if (!self.trustedTypes) return url;
  policy = policy || self.trustedTypes.createPolicy("zhifa", { createScriptURL: own => own });
  return policy.createScriptURL(url);
}

/** Starts a worker; `options.url` is where `zhifa.worker.js` is, by default beside this module. */
export function start(options) {
  const url = options && options.url ? String(options.url) : new URL("./zhifa.worker.js", import.meta.url).href;
  const worker = new Worker(trusted(url));
  const waiting = new Map();
  let last = 0;
  // Why no call is answered any more.
  let over = "";
  worker.onmessage = ({ data: { id, result, error } }) => {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    if (error === undefined) one.done(result);
    else one.fail(new Error(error));
  };
  const end = message => {
    over = message;
    waiting.forEach(({ fail }) => fail(new Error(message)));
    waiting.clear();
  };
  worker.onerror = event => end(event.message || "检查程序未能载入");
  const engine = {
    stop() {
      worker.terminate();
      end("已停止");
    },
  };
  CALLS.forEach(call => {
    engine[call] = (...args) => new Promise((done, fail) => {
      if (over) return fail(new Error(over));
      waiting.set(++last, { done, fail });
      worker.postMessage({ id: last, call, args });
    });
  });
  return engine;
}
