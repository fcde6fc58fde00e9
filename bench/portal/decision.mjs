// Fourteen rules of the penalty decision as a portal would write them: a function a rule, from the form's object to the
// message, or undefined where nothing is wrong or a field it needs is blank. The other six are required fields, which every
// library has words for. Each peer calls these the way its own users would.
import { dayOf, days, inChinese, workdays } from './calendar.mjs';
import { amountInWords, expectedCreditCheck } from './values.mjs';

const payable = (penalty) => penalty.kind === 'fine' || penalty.kind === 'confiscateIncome';
const fen = (yuan) => Math.round(yuan * 100);

/** Whether the decision takes money, so that its total is required. */
export function takesMoney(form) {
  return form.penalties?.some(payable) ?? false;
}

/** TY021, of the party's code and of the agency's. */
export function creditCodeCheck(label, code) {
  const expected = code && expectedCreditCheck(code);
  return expected && `${label}的校验码应为${expected}，现为${code[17]}`;
}

/** CF053 */
export function filedAfterDecided(form) {
  const filed = dayOf(form.case?.filedOn);
  const decided = dayOf(form.decidedOn);
  return filed > decided ? `立案日期${inChinese(filed)}晚于决定日期${inChinese(decided)}，应当先立案` : undefined;
}

/** CF054 */
export function decidedTooLate(form) {
  const { filedOn, extensions, excludedDays, deadlineBasis } = form.case ?? {};
  if (!filedOn || !form.decidedOn || extensions?.length || excludedDays || deadlineBasis) return undefined;
  const decided = dayOf(form.decidedOn);
  const end = days(dayOf(filedOn), 90);
  return decided > end
    ? `决定日期${inChinese(decided)}超过办案期限，立案之日起九十日截止于${inChinese(end)}`
    : undefined;
}

/** CF133; on one day, a term that is not over says it in its own words. */
export function noticeAfterDecision(form) {
  const served = dayOf(form.notice?.servedOn);
  const decided = dayOf(form.decidedOn);
  if (served > decided) return `告知书送达日期${inChinese(served)}晚于决定日期${inChinese(decided)}，应当先告知`;
  if (hearingTermNotOver(form) || statementTermNotOver(form)) return undefined;
  if (served !== undefined && served === decided && !form.notice.waivedOn) return '告知书送达日期与决定日期为同一日，填写书面放弃的日期';
  return served < dayOf(form.notice?.issuedOn) ? `告知书送达日期${inChinese(served)}早于告知书日期，核对两个日期` : undefined;
}

function decidedWithinFive(form) {
  const { servedOn, waivedOn } = form.notice ?? {};
  if (!servedOn || !form.decidedOn || form.rights?.hearingRequestedOn) return undefined;
  if (waivedOn && waivedOn <= form.decidedOn) return undefined;
  const served = dayOf(servedOn);
  const decided = dayOf(form.decidedOn);
  if (served > decided) return undefined;
  const end = workdays(served, 5);
  return decided <= end ? end : undefined;
}

/** CF134 */
export function hearingTermNotOver(form) {
  if (form.rights?.hearingTold !== true) return undefined;
  const end = decidedWithinFive(form);
  return end && `决定日期应在要求听证的期限${inChinese(end)}之后`;
}

/** CF135; where the term to ask for a hearing is not over either, that says enough. */
export function statementTermNotOver(form) {
  if (form.agency?.sector !== 'marketRegulation' || form.rights?.statementMade === true) return undefined;
  const end = form.rights?.hearingTold === true ? undefined : decidedWithinFive(form);
  return end && `决定日期应在陈述申辩的期限${inChinese(end)}之后`;
}

/** CF036 */
export function incomeNotConfiscated(form) {
  if (form.illegalIncome === undefined || form.incomeBasis) return undefined;
  const left = form.illegalIncome - (form.refundedIncome ?? 0);
  const confiscated = form.penalties?.filter((penalty) => penalty.kind === 'confiscateIncome') ?? [];
  if (confiscated.length === 0) return left > 0 ? `违法所得${left}元应当没收，处罚种类中没有没收违法所得` : undefined;
  let sum = 0;
  for (const penalty of confiscated) sum += fen(penalty.amount);
  return sum < fen(left) ? `没收违法所得${sum / 100}元，少于违法所得${left}元` : undefined;
}

/** CF037 */
export function tooMuchConfiscated(form) {
  if (form.illegalIncome === undefined) return undefined;
  const left = form.illegalIncome - (form.refundedIncome ?? 0);
  const confiscated = form.penalties?.filter((penalty) => penalty.kind === 'confiscateIncome') ?? [];
  let sum = 0;
  for (const penalty of confiscated) sum += fen(penalty.amount);
  return confiscated.length > 0 && sum > fen(left) ? `没收违法所得${sum / 100}元，多于违法所得${left}元` : undefined;
}

/** CF039 */
export function totalDiffers(form) {
  if (form.amount === undefined) return undefined;
  let sum = 0;
  for (const penalty of form.penalties ?? []) if (payable(penalty)) sum += fen(penalty.amount);
  return !Number.isNaN(sum) && sum !== fen(form.amount) ? `金额应为各项之和${sum / 100}元，现为${form.amount}元` : undefined;
}

/** TY062; where the total is not that of its parts, that comes first. */
export function wordsDiffer(form) {
  if (form.amount === undefined || !form.amountInWords || totalDiffers(form)) return undefined;
  const words = amountInWords(form.amount);
  return words === form.amountInWords ? undefined : `大写金额应为${words}，与金额${form.amount}元一致`;
}

/** CF222 */
export function reviewTermWrong(form) {
  const { reviewDays, reviewTermBasis } = form.remedies ?? {};
  if (reviewDays < 60) return `复议期限应为60日，现为${reviewDays}日`;
  return reviewDays > 60 && !reviewTermBasis ? `复议期限为${reviewDays}日，填写长于60日的法律依据` : undefined;
}

/** CF223 */
export function litigationTermWrong(form) {
  const { litigationMonths, litigationBasis, reviewFirst } = form.remedies ?? {};
  if (reviewFirst === true || litigationBasis) return undefined;
  return litigationMonths < 6 || litigationMonths > 6 ? `起诉期限应为6个月，现为${litigationMonths}个月` : undefined;
}

/** CF238: the message, and the path of the field at fault. */
export function paymentTermWrong(form) {
  const { method, dueDays, dueOn, extendedTo } = form.payment ?? {};
  if (method === 'onSpot' || extendedTo || !form.penalties?.some((penalty) => penalty.kind === 'fine')) return undefined;
  if (dueDays !== undefined && dueDays !== 15) return { path: ['payment', 'dueDays'], message: `缴款期限应为15日，现为${dueDays}日` };
  if (dueOn && form.decidedOn && dayOf(dueOn) < dayOf(form.decidedOn) + 15) {
    return { path: ['payment', 'dueOn'], message: `缴款截止日${inChinese(dayOf(dueOn))}距决定日期不足十五日` };
  }
  if (dueDays !== undefined || !dueOn || !form.service?.servedOn) return undefined;
  const served = dayOf(form.service.servedOn);
  const end = days(served, 15);
  return dayOf(dueOn) === end || dayOf(dueOn) === served + 15
    ? undefined
    : { path: ['payment', 'dueOn'], message: `缴款期限应截止于${inChinese(end)}` };
}

const DATE_OF_SERVICE = {
  direct: ['service', 'servedOn'],
  left: ['service', 'servedOn'],
  electronic: ['service', 'servedOn'],
  mail: ['service', 'sentOn'],
  entrust: ['service', 'sentOn'],
  forward: ['service', 'sentOn'],
  public: ['publicNotice', 'publishedOn'],
};

/** CF303: the message, and the path of the field at fault. */
export function servedTooLate(form) {
  const path = DATE_OF_SERVICE[form.service?.method];
  if (!path || !form.decidedOn || (path[0] === 'publicNotice' && form.service.earlierAttempts)) return undefined;
  const day = dayOf(form[path[0]]?.[path[1]]);
  if (day === undefined) return undefined;
  const end = workdays(dayOf(form.decidedOn), 7);
  return day > end ? { path, message: `送达应在决定之日起七个工作日内，截止于${inChinese(end)}` } : undefined;
}
