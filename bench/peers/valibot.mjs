// valibot: one object schema; the rules across fields stand in one rawCheck, which runs although other fields are wrong.
import * as v from 'valibot';
import * as rules from '../portal/decision.mjs';
import { peer } from './peer.mjs';

const text = v.optional(v.string());
const filled = (message) => v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(message)), '');
const date = v.optional(v.string());
const number = v.optional(v.number());
const flag = v.optional(v.boolean());
const creditCode = (label) =>
  v.optional(
    v.pipe(
      v.string(),
      v.rawCheck(({ dataset, addIssue }) => {
        const message = rules.creditCodeCheck(label, dataset.value);
        if (message) addIssue({ message, expected: 'TY021' });
      }),
    ),
  );

const schema = v.pipe(
  v.object({
    agency: v.object({ name: text, creditCode: creditCode('机关统一社会信用代码'), sector: text }),
    party: v.object({
      kind: text,
      name: filled('填写当事人的姓名或名称'),
      address: filled('填写当事人的住所（住址）'),
      creditCode: creditCode('统一社会信用代码'),
    }),
    case: v.object({
      filedOn: date,
      extensions: v.optional(v.array(v.unknown())),
      excludedDays: number,
      deadlineBasis: text,
    }),
    facts: filled('填写违法事实'),
    penalties: v.array(v.object({ kind: text, amount: number, detail: text, basis: text })),
    amount: number,
    amountInWords: text,
    illegalIncome: number,
    refundedIncome: number,
    incomeBasis: text,
    notice: v.object({ servedOn: date, waivedOn: date }),
    rights: v.object({ statementMade: flag, hearingTold: flag, hearingRequestedOn: date }),
    payment: v.object({ method: text, dueDays: number, dueOn: date, extendedTo: date }),
    remedies: v.object({
      reviewBody: filled('填写复议机关'),
      reviewDays: number,
      reviewTermBasis: text,
      litigationMonths: number,
      litigationBasis: text,
      reviewFirst: flag,
    }),
    decidedOn: filled('填写决定日期'),
    service: v.object({ method: text, servedOn: date, sentOn: date, earlierAttempts: text }),
    publicNotice: v.optional(v.object({ publishedOn: date })),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const form = dataset.value;
    const say = (rule, keys, message) => {
      if (!message) return;
      let input = form;
      const path = keys.map((key) => {
        const item = { type: 'object', origin: 'value', input, key, value: input[key] };
        input = input[key];
        return item;
      });
      addIssue({ message, path, expected: rule });
    };
    if (form.amount === undefined && rules.takesMoney(form)) say(undefined, ['amount'], '填写金额');
    say('CF053', ['case', 'filedOn'], rules.filedAfterDecided(form));
    say('CF054', ['decidedOn'], rules.decidedTooLate(form));
    say('CF133', ['notice', 'servedOn'], rules.noticeAfterDecision(form));
    say('CF134', ['decidedOn'], rules.hearingTermNotOver(form));
    say('CF135', ['decidedOn'], rules.statementTermNotOver(form));
    say('CF036', ['illegalIncome'], rules.incomeNotConfiscated(form));
    say('CF037', ['illegalIncome'], rules.tooMuchConfiscated(form));
    say('CF039', ['amount'], rules.totalDiffers(form));
    say('TY062', ['amountInWords'], rules.wordsDiffer(form));
    say('CF222', ['remedies', 'reviewDays'], rules.reviewTermWrong(form));
    say('CF223', ['remedies', 'litigationMonths'], rules.litigationTermWrong(form));
    const payment = rules.paymentTermWrong(form);
    if (payment) say('CF238', payment.path, payment.message);
    const service = rules.servedTooLate(form);
    if (service) say('CF303', service.path, service.message);
  }),
);

function check(form) {
  return v.safeParse(schema, form).issues;
}

function findings(issues) {
  return (issues ?? []).map(({ type, expected, path }) => {
    const keys = path.map((item) => item.key);
    return {
      rule: type === 'raw_check' && expected ? expected : `penalty/decision#${keys.join('.')}`,
      path: `/${keys.join('/')}`,
    };
  });
}

export default peer(check, findings);
