/**
 * jQuery:
 *
 *     zhifa.plugIn(jQuery);
 *     $("#register").zhifa("penalty/decision", { mapping: { xydm: "party.creditCode" } });
 *     $("#register").on("zhifa-report", function (event) { event.originalEvent.detail.report });
 *     $("#register").zhifa("check");   // as a submit does, without sending; its report, or null before the engine is there
 *     $("#register").zhifa("errors");  // what would stop the submit
 *     $("#register").zhifa("acknowledge", rule, path, reason);
 *     $("#register").zhifa("stop");
 */
import { attach } from "./dom.js";

const KEY = "zhifa-checked";

export default function plugIn(jQuery) {
  jQuery.fn.zhifa = function (form, options, path, reason) {
    const checked = this.data(KEY);
    const handle = checked && checked.handle;
    if (form === "check") return handle ? handle.check() : null;
    if (form === "errors") return handle ? handle.errors : [];
    if (form === "acknowledge") {
      if (handle) handle.acknowledge(options, path, reason);
      return this;
    }
    return this.each((_, node) => {
      const before = jQuery.data(node, KEY);
      if (before) {
        before.stopped = true;
        if (before.handle) before.handle.stop();
        jQuery.removeData(node, KEY);
      }
      if (form === "stop") return;
      const checked = { handle: null, stopped: false };
      jQuery.data(node, KEY, checked);
      attach(node, form, options).then(handle => {
        if (checked.stopped) handle.stop();
        else checked.handle = handle;
      }, error => node.dispatchEvent(new CustomEvent("zhifa-error", { bubbles: true, detail: { message: error.message, error } })));
    });
  };
}
