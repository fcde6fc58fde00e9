/**
 * A form of a page without the element around it:
 *
 *     const checked = await attach(document.querySelector("form"), "penalty/decision", { mapping: { xydm: "party.creditCode" } });
 *     checked.check();  checked.errors;  checked.acknowledge(rule, path, reason);  checked.stop();
 *
 * `options` are the check's (date, packs, settings …) and `mapping`, `allowErrors`, `whole`, `handbook` as the element has them. The form
 * fires `zhifa-report` as the element does. A submit before the promise is done goes through unchecked; the element holds it.
 */
import { bind, engine } from "zhifa:check";

export async function attach(form, id, options) {
  const { mapping, allowErrors, whole, handbook, ...given } = options || {};
  const zhifa = await engine(id);
  const session = new zhifa.Session(id, given);
  const bound = bind(form, session, {
    declaration: zhifa.form(id),
    mapping,
    acknowledge: given.acknowledge,
    allowErrors: () => !!allowErrors,
    whole: () => !!whole,
    handbook: () => handbook || "",
    onReport: (report, trigger) => form.dispatchEvent(new CustomEvent("zhifa-report", { bubbles: true, detail: { report, trigger } })),
  });
  let on = true;
  return {
    get report() { return bound.report; },
    get errors() { return bound.errors; },
    session,
    check: bound.check,
    refresh: bound.refresh,
    acknowledge: bound.acknowledge,
    stop() {
      if (!on) return;
      on = false;
      bound.stop();
      session.free();
    },
  };
}
