/**
 * Vue 3 and Element Plus:
 *
 *     const model = reactive({ party: { creditCode: "" } });
 *     const { rules, rule, findings } = useZhifa("penalty/decision", model, ["party.creditCode"]);
 *     <el-form :model="model" :rules="rules"> <el-form-item prop="party.creditCode"> …
 *
 * Errors show in the form items and stop `validate()`; `findings(path)` has the warnings too, `report` all. A row's item takes `:rules="rule('penalties.0.amount')"`.
 * A reason is an entry more in `options.acknowledge`, a reactive array.
 */
import { shallowRef, watch } from "vue";
import { findingsAt, modelChecker } from "./model.js";

export function useZhifa(form, model, paths = [], options) {
  const checker = modelChecker(form, options);
  const report = shallowRef(null);
  const error = shallowRef(null);

  const rule = path => [{
    trigger: ["blur", "change"],
    validator: async () => {
      const messages = await checker.messages(model, path);
      if (messages.length) throw new Error(messages.join("；"));
    },
  }];
  const rules = {};
  paths.forEach(path => { rules[path] = rule(path); });

  watch([() => model, () => options], async () => {
    try {
      report.value = await checker.report(model);
      error.value = null;
    } catch (fault) {
      error.value = fault;
    }
  }, { immediate: true, deep: true });

  return { rules, rule, report, error, findings: path => report.value ? findingsAt(report.value, path) : [] };
}
