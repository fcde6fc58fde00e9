// zhifa, asked for the same twenty rules; or for all of them.
import init, { Session, checkJson } from '../../www/pkg/zhifa.js';
import { RULES } from '../rules.mjs';

const FORM = 'penalty/decision';
const DATE = '2026-11-23';

function engine(options) {
  const encoder = new TextEncoder();
  return {
    findings: (report) => report.findings.map(({ rule, path }) => ({ rule, path })),
    check: (data) => checkJson(JSON.stringify({ form: FORM, data }), options),
    /** @param source the WebAssembly: its bytes, or where to fetch it */
    ready: (source) => init({ module_or_path: source }),
    open(text) {
      const session = new Session(FORM, options);
      session.load(JSON.stringify(JSON.parse(text).data));
      let report = session.report();
      return {
        type: (stroke) => {
          if (session.set(stroke.path, stroke.text)) report = session.report();
          return report;
        },
        findings: () => report.findings.map(({ rule, path }) => ({ rule, path })),
      };
    },
    checkText: (text) => checkJson(text, options),
    checkBytes: (bytes) => checkJson(bytes, options),
  };
}

export default engine({ date: DATE, rules: RULES });
export const all = engine({ date: DATE });
