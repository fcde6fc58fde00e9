import type { FormId } from "../zhifa.js";
import type { ModelOptions, Path } from "./model.js";

/** Form.Item 的 rules 中的一条 */
export type AntdRule = (form: { getFieldsValue(all: true): any }) => { warningOnly: boolean; validator(): Promise<void> };

export function antdRules(form: FormId, options?: ModelOptions): (path: Path) => AntdRule[];
