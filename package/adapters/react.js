/**
 * React:
 *
 *     const { report, error, findings } = useZhifa("penalty/decision", data);
 *     findings("party.creditCode").map(f => f.message)
 *
 * `report` is null before the first check. Options may be written anew in every rendering.
 */
import { useEffect, useMemo, useState } from "react";
import { findingsAt, modelChecker } from "./model.js";

export function useZhifa(form, data, options) {
  const [state, setState] = useState({ report: null, error: null });
  const key = JSON.stringify(options);
  const checker = useMemo(() => modelChecker(form, options), [form, key]);
  useEffect(() => {
    let live = true;
    checker.report(data).then(
      report => live && setState(old => old.report === report ? old : { report, error: null }),
      error => live && setState({ report: null, error }),
    );
    return () => { live = false; };
  }, [checker, data]);
  return { ...state, findings: path => state.report ? findingsAt(state.report, path) : [] };
}
