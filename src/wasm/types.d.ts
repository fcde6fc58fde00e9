/** A document of any form; `types` of the command gives one interface a form. */
export interface AnyDocument { form: string; data: unknown }
export type FormId = string;
export type Severity = "error" | "warning" | "info";
export interface Options {
  /** The day of the check, YYYY-MM-DD; left out: today. */
  date?: string;
  /** Packs that run besides those of the agency's place and sector. */
  packs?: string[];
  /** Figures that no source fixes: `{"hearingThreshold.person": 10000}`. */
  settings?: Record<string, number | string>;
  /** Reasons for leaving warnings as they are. */
  acknowledge?: { rule: string; path: string; reason: string }[];
  /** Only these rules. */
  rules?: string[];
  /** Days off of further years: `{"2027": {"holidays": [], "makeup_workdays": []}}`. */
  holidays?: Record<string, { holidays: string[]; makeup_workdays: string[] }>;
}
export interface Basis { instrument: string; article: string; paragraph: number | null; item: number | null }
export interface Finding {
  rule: string; severity: Severity; path: string; label: string; message: string; basis: Basis[];
  fix: { path: string; value: string } | null; acknowledged?: string;
}
export interface Report {
  form: string; title: string; outcome: "pass" | "review" | "errors"; findings: Finding[];
  notChecked: { rules: string[]; path: string; label: string; reason: string }[];
  packs: string[]; asOf: string; checkedOn: string; engine: string; inputHash: string;
}
export interface FormEntry { id: string; title: string; family: string; familyTitle: string }
export interface Field {
  path: string; key: string; label: string; type: string; list: boolean; options?: { value: string; label: string }[];
  required?: "yes" | "practice" | "when"; hint?: string; unit?: string; fields?: Field[];
}
export interface FormDescription { id: string; title: string; dated: string[]; sections: { title: string; fields: Field[] }[] }
export interface RuleEntry {
  id: string; severity: Severity; pack: string; forms: string[]; basis: Basis[]; covers: string[];
}
