// Penalty decisions made from the sound example, with a fixed seed: sound ones with other dates, codes and sums, and ones in
// which rules are broken, just broken or just kept.
import { dayOf, days, isoOf, rolled, workdays } from './portal/calendar.mjs';
import { amountInWords, creditCheck } from './portal/values.mjs';

/** mulberry32: small, and the same everywhere. */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

function creditCode(prefix, next) {
  let code = prefix;
  while (code.length < 17) code += ALPHABET[Math.floor(next() * 31)];
  return code + creditCheck(code);
}

/** Another case of the same kind, without a finding: the dates keep their order and their terms. */
function soundCase(example, next) {
  const form = structuredClone(example);
  const pick = (from, to) => from + Math.floor(next() * (to - from + 1));
  const filed = rolled(dayOf('2024-02-01') + pick(0, 780));
  const served = workdays(filed, pick(3, 10));
  const decided = workdays(served, pick(6, 25));
  const handed = workdays(decided, pick(0, 7));
  const due = days(handed, 15);
  form.case.filedOn = isoOf(filed);
  form.notice.issuedOn = form.notice.servedOn = isoOf(served);
  form.rights.hearingRequestedOn = isoOf(workdays(served, 3));
  form.decidedOn = isoOf(decided);
  form.service.servedOn = isoOf(handed);
  form.payment.dueOn = form.performance.dueOn = isoOf(due);
  form.party.creditCode = creditCode('91371502', next);
  form.agency.creditCode = creditCode('11371502', next);
  const fine = pick(1, 400) * 1000;
  const income = pick(1, 900_000) / 100;
  setMoney(form, fine, income);
  return form;
}

function setMoney(form, fine, income) {
  form.illegalIncome = income;
  form.penalties[0].amount = fine;
  form.penalties[1].amount = income;
  form.amount = Math.round((fine + income) * 100) / 100;
  form.amountInWords = amountInWords(form.amount);
}

const filed = (form) => dayOf(form.case.filedOn);
const served = (form) => dayOf(form.notice.servedOn);
const decided = (form) => dayOf(form.decidedOn);
const handed = (form) => dayOf(form.service.servedOn);

function otherCheck(code) {
  const at = ALPHABET.indexOf(code[17]);
  return code.slice(0, 17) + ALPHABET[(at + 7) % 31];
}

function noHearing(form) {
  delete form.rights.hearingRequestedOn;
  delete form.rights.hearingHeldOn;
}

/** Each changes one thing. Blanks come as a missing key and, for text, as an empty or blank string too. */
const CHANGES = [
  (form) => { delete form.party.name; },
  (form) => { form.party.name = ''; },
  (form) => { delete form.party.address; },
  (form) => { form.party.address = '  '; },
  (form) => { delete form.facts; },
  (form) => { form.facts = ''; },
  (form) => { delete form.remedies.reviewBody; },
  (form) => { delete form.decidedOn; },
  (form) => { delete form.amount; },
  (form) => { form.party.creditCode = otherCheck(form.party.creditCode); },
  (form) => { form.agency.creditCode = otherCheck(form.agency.creditCode); },
  (form) => { delete form.party.creditCode; },
  (form) => { form.case.filedOn = isoOf(decided(form)); },
  (form) => { form.case.filedOn = isoOf(decided(form) + 1); },
  (form) => { form.case.filedOn = isoOf(decided(form) - 90); },
  (form) => { form.case.filedOn = isoOf(decided(form) - 94); },
  (form) => { form.case.filedOn = isoOf(decided(form) - 110); },
  (form) => { form.decidedOn = isoOf(days(filed(form), 90)); },
  (form) => { form.decidedOn = isoOf(days(filed(form), 90) + 1); },
  (form) => { form.case.filedOn = isoOf(filed(form) - 200); form.case.deadlineBasis = '《中华人民共和国行政处罚法》第六十条'; },
  (form) => { delete form.case.filedOn; },
  (form) => { form.notice.servedOn = isoOf(decided(form) + 2); },
  (form) => { form.notice.servedOn = isoOf(decided(form)); },
  (form) => {
    form.notice.servedOn = isoOf(decided(form));
    form.notice.waivedOn = form.notice.servedOn;
  },
  (form) => { noHearing(form); },
  (form) => { noHearing(form); form.decidedOn = isoOf(workdays(served(form), 5)); },
  (form) => { noHearing(form); form.decidedOn = isoOf(workdays(served(form), 5) + 1); },
  (form) => { noHearing(form); form.rights.statementMade = false; form.decidedOn = isoOf(workdays(served(form), 5)); },
  (form) => { noHearing(form); form.rights.statementMade = false; form.decidedOn = isoOf(workdays(served(form), 6)); },
  (form) => {
    noHearing(form);
    form.rights.statementMade = false;
    form.rights.hearingTold = false;
    form.decidedOn = isoOf(workdays(served(form), 4));
  },
  (form) => { form.rights.statementMade = false; },
  (form) => { form.penalties.pop(); form.amount = form.penalties[0].amount; form.amountInWords = amountInWords(form.amount); },
  (form) => { form.penalties.pop(); form.refundedIncome = form.illegalIncome; },
  (form) => { delete form.refundedIncome; },
  (form) => { form.illegalIncome = Math.round(form.illegalIncome * 50) / 100; },
  (form) => { form.refundedIncome = 0.01; },
  (form) => { delete form.illegalIncome; },
  (form) => { if (form.amount) form.amount += 100; },
  (form) => { if (form.amount) form.amount = Math.round(form.amount * 100 + 1) / 100; },
  (form) => { form.penalties[0].amount += 5000; },
  (form) => { form.amountInWords = amountInWords((form.amount ?? 0) + 1000); },
  (form) => { delete form.amountInWords; },
  (form) => { form.remedies.reviewDays = 30; },
  (form) => { form.remedies.reviewDays = 59; },
  (form) => { form.remedies.reviewDays = 90; },
  (form) => { form.remedies.litigationMonths = 3; },
  (form) => { form.remedies.litigationMonths = 12; },
  (form) => { form.remedies.litigationMonths = 3; form.remedies.reviewFirst = true; },
  (form) => { form.payment.dueDays = 10; },
  (form) => { form.payment.dueDays = 30; },
  (form) => { delete form.payment.dueDays; },
  (form) => { delete form.payment.dueDays; form.payment.dueOn = isoOf(handed(form) + 14); },
  (form) => { delete form.payment.dueDays; form.payment.dueOn = isoOf(days(handed(form), 15) + 3); },
  (form) => { form.payment.method = 'onSpot'; form.payment.dueDays = 3; },
  (form) => { form.service.servedOn = isoOf(workdays(decided(form), 7)); },
  (form) => { form.service.servedOn = isoOf(workdays(decided(form), 7) + 1); },
  (form) => { form.service.servedOn = isoOf(workdays(decided(form), 12)); },
  (form) => { form.service.method = 'left'; },
  (form) => { form.service = { method: 'mail', sentOn: isoOf(workdays(decided(form), 9)) }; },
  (form) => { form.service = { method: 'mail', sentOn: isoOf(workdays(decided(form), 6)) }; },
  (form) => {
    form.service = { method: 'public' };
    form.publicNotice = { publishedOn: isoOf(workdays(decided(form), 20)) };
  },
];

/** The form with the change, or as it was where an earlier change took away what this one needs. */
function changed(form, change) {
  const copy = structuredClone(form);
  try {
    change(copy);
    return JSON.stringify(copy).includes('null') ? form : copy; // a sum of something that is not there
  } catch {
    return form;
  }
}

/** `count` documents: a third sound, then every change by itself, then one to three changes at once. */
export function documents(example, count, seed = 20_261_123) {
  const next = random(seed);
  const list = [];
  for (let i = 0; i < count; i += 1) {
    let form = soundCase(example, next);
    if (i % 3 > 0) {
      const single = i < CHANGES.length * 3;
      const changes = single ? 1 : 1 + Math.floor(next() * 3);
      for (let n = 0; n < changes; n += 1) {
        const at = single ? Math.floor(i / 3) : Math.floor(next() * CHANGES.length);
        form = changed(form, CHANGES[at]);
      }
    }
    list.push(form);
  }
  return list;
}
