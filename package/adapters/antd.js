/**
 * Ant Design's forms:
 *
 *     const rules = antdRules("penalty/decision");
 *     <Form.Item name={["party", "creditCode"]} rules={rules(["party", "creditCode"])}>
 *
 * Errors stop the submit, warnings show and do not (`warningOnly`). Values that are objects (a DatePicker's) are turned into text by
 * `options.read(values)`.
 */
import { modelChecker } from "./model.js";

export function antdRules(form, options) {
  const checker = modelChecker(form, options);
  return path => ["error", "warning"].map(severity => ({ getFieldsValue }) => ({
    warningOnly: severity === "warning",
    validator: async () => {
      const messages = await checker.messages(getFieldsValue(true), path, severity);
      if (messages.length) throw new Error(messages.join("；"));
    },
  }));
}
