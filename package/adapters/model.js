/** What the adapters share: a form library's model checked whole, since a finding rests on more fields than its own. */
import { engine } from "zhifa:engine";

/** "penalties.0.amount", "penalties[0].amount" or ["penalties", 0, "amount"] → "/penalties/0/amount" */
export function pointer(path) {
  const parts = Array.isArray(path) ? path : path.replace(/\[(\w+)\]/g, ".$1").split(".");
  return parts.map(part => "/" + String(part).replace(/~/g, "~0").replace(/\//g, "~1")).join("");
}

/** The findings of a report at a field. */
export const findingsAt = (report, path) => report.findings.filter(finding => finding.path === pointer(path));

/**
 * A checker of models. `options` are the check's (date, packs, settings …), and `read(model)` where the model is not the document's data as
 * it stands (Date objects, fields by other names). → {report(model), messages(model, path, severity)}, both promises; what is unchanged,
 * model and options (a reason that was added to `acknowledge`), is not checked again.
 */
export function modelChecker(form, options) {
  let key, report;
  const checker = {
    async report(model) {
      const { checkJson } = await engine(form);
      const { read = model => model, ...given } = options || {};
      const text = JSON.stringify({ form, data: read(model) });
      const now = text + JSON.stringify(given);
      if (now !== key) {
        report = checkJson(text, given);
        key = now;
      }
      return report;
    },
    async messages(model, path, severity = "error") {
      const found = findingsAt(await checker.report(model), path);
      return found.filter(it => it.severity === severity && !it.acknowledged).map(it => it.message);
    },
  };
  return checker;
}
