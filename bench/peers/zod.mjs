// zod 4: one object schema; the rules across fields stand in one superRefine.
import * as z from 'zod';
import * as rules from '../portal/decision.mjs';
import { peer } from './peer.mjs';

const text = z.string().optional();
const filled = (message) => z.string().trim().min(1, message).prefault('');
const date = z.string().optional();
const number = z.number().optional();
const flag = z.boolean().optional();
const creditCode = (label) =>
  z
    .string()
    .superRefine((code, context) => {
      const message = rules.creditCodeCheck(label, code);
      if (message) context.addIssue({ code: 'custom', message, params: { rule: 'TY021' } });
    })
    .optional();

const schema = z
  .object({
    agency: z.object({ name: text, creditCode: creditCode('机关统一社会信用代码'), sector: text }),
    party: z.object({
      kind: text,
      name: filled('填写当事人的姓名或名称'),
      address: filled('填写当事人的住所（住址）'),
      creditCode: creditCode('统一社会信用代码'),
    }),
    case: z.object({
      filedOn: date,
      extensions: z.array(z.unknown()).optional(),
      excludedDays: number,
      deadlineBasis: text,
    }),
    facts: filled('填写违法事实'),
    penalties: z.array(z.object({ kind: text, amount: number, detail: text, basis: text })),
    amount: number,
    amountInWords: text,
    illegalIncome: number,
    refundedIncome: number,
    incomeBasis: text,
    notice: z.object({ servedOn: date, waivedOn: date }),
    rights: z.object({ statementMade: flag, hearingTold: flag, hearingRequestedOn: date }),
    payment: z.object({ method: text, dueDays: number, dueOn: date, extendedTo: date }),
    remedies: z.object({
      reviewBody: filled('填写复议机关'),
      reviewDays: number,
      reviewTermBasis: text,
      litigationMonths: number,
      litigationBasis: text,
      reviewFirst: flag,
    }),
    decidedOn: filled('填写决定日期'),
    service: z.object({ method: text, servedOn: date, sentOn: date, earlierAttempts: text }),
    publicNotice: z.object({ publishedOn: date }).optional(),
  })
  .superRefine((form, context) => {
    const say = (rule, path, message) => {
      if (message) context.addIssue({ code: 'custom', path, message, params: { rule } });
    };
    if (form.amount === undefined && rules.takesMoney(form)) say('#', ['amount'], '填写金额');
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
  });

function check(form) {
  const result = schema.safeParse(form);
  return result.success ? undefined : result.error.issues;
}

function findings(issues) {
  return (issues ?? []).map(({ path, params }) => ({
    rule: params && params.rule !== '#' ? params.rule : `penalty/decision#${path.join('.')}`,
    path: `/${path.join('/')}`,
  }));
}

export default peer(check, findings);
