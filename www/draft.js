/**
 * Drafts: in the tab always, on the computer only when the officer asks, for desks are shared.
 * Everything is kept as the text it was, so nothing (long account numbers, say) changes by being stored.
 */
import { members } from "./intake.js";

const KEEP = "zhifa.keep";
const key = (form) => `zhifa.draft.${form}`;

// A browser may refuse storage altogether; the page then works without drafts.
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

/** Whether drafts stay on this computer. */
export const keeps = () => attempt(() => localStorage.getItem(KEEP) === "1", false);

/** Keeps all drafts of this tab on the computer, or takes every draft off it. */
export function keep(wanted) {
  return attempt(() => {
    if (wanted) {
      localStorage.setItem(KEEP, "1");
      for (const name of Object.keys(sessionStorage)) {
        if (name.startsWith("zhifa.draft.")) localStorage.setItem(name, sessionStorage.getItem(name));
      }
    } else {
      for (const name of Object.keys(localStorage)) if (name.startsWith("zhifa.")) localStorage.removeItem(name);
    }
    return true;
  }, false);
}

/** Stores a draft; false when the browser has no room or allows none. */
export function save(form, dataText, reasons) {
  const text = `{"reasons":${JSON.stringify(reasons)},"data":${dataText}}`;
  const inTab = attempt(() => (sessionStorage.setItem(key(form), text), true), false);
  const onDisk = keeps() ? attempt(() => (localStorage.setItem(key(form), text), true), false) : true;
  return inTab && onDisk;
}

/** The draft of a form, { data: text, reasons }, or null. */
export function load(form) {
  return attempt(() => {
    const text = sessionStorage.getItem(key(form)) ?? localStorage.getItem(key(form));
    if (!text) return null;
    const part = Object.fromEntries(members(text).map((m) => [m.key, m.value]));
    return { data: part.data, reasons: JSON.parse(part.reasons) };
  }, null);
}

/** Whether a name in the store is that of this form's draft. */
export const isOf = (name, form) => name === key(form);

/** Takes a form's draft out of the tab and off the computer. */
export function drop(form) {
  attempt(() => sessionStorage.removeItem(key(form)));
  attempt(() => localStorage.removeItem(key(form)));
}

/** The form that was last open in this tab. */
export const lastForm = () => attempt(() => sessionStorage.getItem("zhifa.form"), null);
export const rememberForm = (form) => attempt(() => sessionStorage.setItem("zhifa.form", form));
