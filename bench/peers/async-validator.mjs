// async-validator 4, as the form components of antd and Element use it: a list of rules a field, keyed by the field's path;
// a rule that needs other fields takes them from the form at hand.
import Schema from 'async-validator';
import * as rules from '../portal/decision.mjs';
import { peer } from './peer.mjs';

let form;

const required = (message) => ({ required: true, whitespace: true, message });
const rule = (id, judge) => ({
  validator(_rule, value, callback) {
    const message = judge(form, value);
    callback(message ? { message, rule: id } : undefined);
  },
});
const ofField = (field, judge) => (all) => {
  const wrong = judge(all);
  return wrong?.path[1] === field ? wrong.message : undefined;
};

const schema = new Schema({
  'agency.creditCode': [rule('TY021', (_, code) => rules.creditCodeCheck('机关统一社会信用代码', code))],
  'party.name': [required('填写当事人的姓名或名称')],
  'party.address': [required('填写当事人的住所（住址）')],
  'party.creditCode': [rule('TY021', (_, code) => rules.creditCodeCheck('统一社会信用代码', code))],
  'case.filedOn': [rule('CF053', rules.filedAfterDecided)],
  facts: [required('填写违法事实')],
  illegalIncome: [rule('CF036', rules.incomeNotConfiscated), rule('CF037', rules.tooMuchConfiscated)],
  amount: [
    rule(undefined, (all, amount) => (amount === undefined && rules.takesMoney(all) ? '填写金额' : undefined)),
    rule('CF039', rules.totalDiffers),
  ],
  amountInWords: [rule('TY062', rules.wordsDiffer)],
  'notice.servedOn': [rule('CF133', rules.noticeAfterDecision)],
  'payment.dueDays': [rule('CF238', ofField('dueDays', rules.paymentTermWrong))],
  'payment.dueOn': [rule('CF238', ofField('dueOn', rules.paymentTermWrong))],
  'remedies.reviewBody': [required('填写复议机关')],
  'remedies.reviewDays': [rule('CF222', rules.reviewTermWrong)],
  'remedies.litigationMonths': [rule('CF223', rules.litigationTermWrong)],
  decidedOn: [
    required('填写决定日期'),
    rule('CF054', rules.decidedTooLate),
    rule('CF134', rules.hearingTermNotOver),
    rule('CF135', rules.statementTermNotOver),
  ],
  'service.servedOn': [rule('CF303', ofField('servedOn', rules.servedTooLate))],
  'service.sentOn': [rule('CF303', ofField('sentOn', rules.servedTooLate))],
  'publicNotice.publishedOn': [rule('CF303', ofField('publishedOn', rules.servedTooLate))],
});

const read = (path) => {
  const keys = path.split('.');
  return keys.length === 1 ? (all) => all[path] : (all) => all[keys[0]]?.[keys[1]];
};
const fields = Object.keys(schema.rules).map((path) => [path, read(path)]);
const options = { suppressWarning: true };

// Every rule is synchronous, so the callback has run when validate returns.
function check(all) {
  form = all;
  const values = {};
  for (const [path, get] of fields) values[path] = get(all);
  let found;
  schema.validate(values, options, (errors) => {
    found = errors;
  });
  return found ?? undefined;
}

function findings(errors) {
  return (errors ?? []).map(({ rule: id, field }) => ({
    rule: id ?? `penalty/decision#${field}`,
    path: `/${field.replaceAll('.', '/')}`,
  }));
}

export default peer(check, findings);
