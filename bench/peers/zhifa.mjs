// zhifa, asked for the same twenty rules; or for all of them.
import init, { Session, checkJson } from '../../www/pkg/zhifa.js';
import { RULES } from '../rules.mjs';

const FORM = 'penalty/decision';
const DATE = '2026-11-23';

/** Frozen options are read once. */
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
      const findings = JSON.parse(session.changes()).came;
      return {
        type(stroke) {
          if (!session.set(stroke.path, stroke.text)) return findings;
          const { came, went } = JSON.parse(session.changes());
          for (const { rule, path } of went) {
            findings.splice(findings.findIndex((it) => it.rule === rule && it.path === path), 1);
          }
          findings.push(...came);
          return findings;
        },
        findings: () => findings.map(({ rule, path }) => ({ rule, path })),
      };
    },
    checkText: (text) => checkJson(text, options),
    checkBytes: (bytes) => checkJson(bytes, options),
  };
}

export default engine(Object.freeze({ date: DATE, rules: RULES }));
export const all = engine(Object.freeze({ date: DATE }));
