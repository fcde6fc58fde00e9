// What an officer types, a stroke at a time: `path` and `text` for a live session, `put` for an object.
import { dayOf, isoOf } from './portal/calendar.mjs';

const stroke = (path, text, value = text) => {
  const keys = path.split('.');
  const [group, key] = keys;
  return { path, text, put: keys.length === 1 ? (form) => { form[group] = value; } : (form) => { form[group][key] = value; } };
};

/** Three ways of typing into `form`, a sound one; each list comes back to where it began. */
export function strokes(form) {
  const filed = dayOf(form.case.filedOn);
  const code = form.party.creditCode;
  const wrong = code.slice(0, 17) + (code.endsWith('0') ? '1' : '0');
  const sentence = '当事人于二〇二六年六月八日在其经营场所销售超过保质期的面包十二袋，每袋售价一百五十元，未如实记录进货查验情况。';
  return {
    // Each stroke breaks a rule or mends it.
    changing: [
      stroke('decidedOn', isoOf(filed + 120)),
      stroke('decidedOn', form.decidedOn),
      stroke('party.creditCode', wrong),
      stroke('party.creditCode', code),
      stroke('remedies.reviewDays', '30', 30),
      stroke('remedies.reviewDays', '60', 60),
      stroke('amount', String(form.amount + 1), form.amount + 1),
      stroke('amount', String(form.amount), form.amount),
      stroke('party.name', ''),
      stroke('party.name', form.party.name),
    ],
    // The findings stay as they are.
    unchanging: [
      stroke('service.servedOn', form.decidedOn),
      stroke('service.servedOn', form.service.servedOn),
      stroke('party.phone', '13806350002'),
      stroke('party.phone', '13806350001'),
      stroke('remedies.court', '聊城市中级人民法院'),
      stroke('remedies.court', form.remedies.court),
      stroke('refundedIncome', '0', 0),
      stroke('rights.statementMade', '是', true),
    ],
    // A sentence at the end of the facts, a character at a time.
    text: [...sentence].map((_, at) => stroke('facts', form.facts + sentence.slice(0, at + 1))),
  };
}
