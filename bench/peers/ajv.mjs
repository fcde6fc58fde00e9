// ajv 8: one schema compiled once; a rule that JSON Schema has no words for is a keyword of its own.
import Ajv from 'ajv';
import * as rules from '../portal/decision.mjs';
import { peer } from './peer.mjs';

const ajv = new Ajv({ allErrors: true });

/** A keyword on the whole form; the rule gives the message (with its path where that depends), or undefined. */
function formKeyword(keyword, path, rule) {
  ajv.addKeyword({
    keyword,
    type: 'object',
    schemaType: 'boolean',
    errors: 'full',
    compile: () =>
      function validate(form) {
        const wrong = rule(form);
        if (wrong === undefined) return true;
        const instancePath = wrong.path ? `/${wrong.path.join('/')}` : path;
        validate.errors = [{ keyword, instancePath, params: {}, message: wrong.message ?? wrong }];
        return false;
      },
  });
}

formKeyword('CF053', '/case/filedOn', rules.filedAfterDecided);
formKeyword('CF054', '/decidedOn', rules.decidedTooLate);
formKeyword('CF133', '/notice/servedOn', rules.noticeAfterDecision);
formKeyword('CF134', '/decidedOn', rules.hearingTermNotOver);
formKeyword('CF135', '/decidedOn', rules.statementTermNotOver);
formKeyword('CF036', '/illegalIncome', rules.incomeNotConfiscated);
formKeyword('CF037', '/illegalIncome', rules.tooMuchConfiscated);
formKeyword('CF039', '/amount', rules.totalDiffers);
formKeyword('TY062', '/amountInWords', rules.wordsDiffer);
formKeyword('CF222', '/remedies/reviewDays', rules.reviewTermWrong);
formKeyword('CF223', '/remedies/litigationMonths', rules.litigationTermWrong);
formKeyword('CF238', undefined, rules.paymentTermWrong);
formKeyword('CF303', undefined, rules.servedTooLate);
ajv.addKeyword({
  keyword: 'TY021',
  type: 'string',
  schemaType: 'string',
  errors: true,
  compile: (label) =>
    function validate(code) {
      const message = rules.creditCodeCheck(label, code);
      if (message === undefined) return true;
      validate.errors = [{ keyword: 'TY021', message, params: {} }];
      return false;
    },
});

const text = { type: 'string' };
const filled = { type: 'string', pattern: '\\S' };
const date = { type: 'string' };
const number = { type: 'number' };
const flag = { type: 'boolean' };
const penalties = {
  type: 'array',
  items: { type: 'object', properties: { kind: text, amount: number, detail: text, basis: text } },
};

const validate = ajv.compile({
  type: 'object',
  properties: {
    agency: {
      type: 'object',
      properties: { name: text, creditCode: { type: 'string', TY021: '机关统一社会信用代码' }, sector: text },
    },
    party: {
      type: 'object',
      properties: {
        kind: text,
        name: filled,
        address: filled,
        creditCode: { type: 'string', TY021: '统一社会信用代码' },
      },
      required: ['name', 'address'],
    },
    case: {
      type: 'object',
      properties: { filedOn: date, extensions: { type: 'array' }, excludedDays: number, deadlineBasis: text },
    },
    facts: filled,
    penalties,
    amount: number,
    amountInWords: text,
    illegalIncome: number,
    refundedIncome: number,
    incomeBasis: text,
    notice: { type: 'object', properties: { servedOn: date, waivedOn: date } },
    rights: { type: 'object', properties: { statementMade: flag, hearingTold: flag, hearingRequestedOn: date } },
    payment: { type: 'object', properties: { method: text, dueDays: number, dueOn: date, extendedTo: date } },
    remedies: {
      type: 'object',
      properties: {
        reviewBody: filled,
        reviewDays: number,
        reviewTermBasis: text,
        litigationMonths: number,
        litigationBasis: text,
        reviewFirst: flag,
      },
      required: ['reviewBody'],
    },
    decidedOn: date,
    service: { type: 'object', properties: { method: text, servedOn: date, sentOn: date, earlierAttempts: text } },
    publicNotice: { type: 'object', properties: { publishedOn: date } },
  },
  required: ['facts', 'decidedOn'],
  if: {
    properties: {
      penalties: {
        type: 'array',
        contains: { type: 'object', properties: { kind: { enum: ['fine', 'confiscateIncome'] } } },
      },
    },
    required: ['penalties'],
  },
  then: { required: ['amount'] },
  CF053: true,
  CF054: true,
  CF133: true,
  CF134: true,
  CF135: true,
  CF036: true,
  CF037: true,
  CF039: true,
  TY062: true,
  CF222: true,
  CF223: true,
  CF238: true,
  CF303: true,
});

function check(form) {
  return validate(form) ? undefined : validate.errors;
}

const REQUIRED = new Set(['required', 'pattern']);

function findings(errors) {
  const list = [];
  for (const { keyword, instancePath, params } of errors ?? []) {
    if (keyword === 'if') continue;
    const path = keyword === 'required' ? `${instancePath}/${params.missingProperty}` : instancePath;
    const rule = REQUIRED.has(keyword) ? `penalty/decision#${path.slice(1).replaceAll('/', '.')}` : keyword;
    list.push({ rule, path });
  }
  return list;
}

export default peer(check, findings);
