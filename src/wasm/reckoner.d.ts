import type { Options, Period } from "./zhifa.js";

/** 载入；不写来源的，从本模块旁边取 */
export default function init(source?: unknown): Promise<unknown>;
/** 期限怎么算，每行一句，首行是届满日；选项里只用另附的放假安排 */
export function deadline(from: string, count: number, unit: Period["unit"], options?: Pick<Options, "holidays">): string;
