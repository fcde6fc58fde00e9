// A portal's use of the package as a compiler sees it; `tsc` reads it and nothing runs it. Each @ts-expect-error must be one.
import init, { check, checkJson, explain, form, forms, rules, Session } from '../www/pkg/zhifa.js';
import startReckoner, { deadline } from '../www/pkg/reckoner.js';
import type { Finding, FormDocument, FormId, PenaltyDecision, Report } from '../www/pkg/zhifa.js';

await init();

const decision: PenaltyDecision = {
  documentNumber: '聊东市监处罚〔2026〕12号',
  party: { name: '某某商店', creditCode: '92371502MA3C0XXXX1' },
  penalties: [{ kind: 'fine', amount: '1000' }],
  ourOwnField: 'a portal adds fields of its own',
};
const document: FormDocument = { form: 'penalty/decision', data: decision };
const report: Report = check(document, { date: '2026-11-23', packs: ['liaocheng-2024'] });
const first: Finding | undefined = report.findings.find(({ severity }) => severity === 'error');
const article: string | undefined = first?.basis[0]?.article;

await startReckoner();
const accounts: string[] = (first?.periods ?? []).map(({ from, count, unit }) => deadline(from, count, unit));

const batch = checkJson(new Uint8Array());
const outcomes = (Array.isArray(batch) ? batch : [batch]).map(({ outcome }) => outcome);

const session = new Session('penalty/decision');
const changed: boolean = session.set('party.name', '某某商店');
session.acknowledge('CF054', '/decidedOn', '案情复杂');
session.free();

const ids: FormId[] = forms().map(({ id }) => id);
const labels: string[] = form('penalty/decision').sections.flatMap(({ fields }) => fields.map(({ label }) => label));
const severities = [...rules('penalty/decision'), explain('CF054')].map(({ severity }) => severity);

// @ts-expect-error: no such unit
deadline('2026-09-01', 5, 'fortnights');
// @ts-expect-error: no such form
const unknown: FormId = 'penalty/desicion';
// @ts-expect-error: no such kind
const kind: PenaltyDecision = { penalties: [{ kind: 'finee' }] };
// @ts-expect-error: a path is text
session.set(['party', 'name'], '');
// @ts-expect-error: a severity is none of these
if (first?.severity === 'fatal') throw new Error();

export { accounts, article, changed, ids, kind, labels, outcomes, severities, unknown };
