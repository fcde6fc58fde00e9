// The rules of a roster as a portal would write them in JavaScript, over rows as a reader of .xlsx hands them over: what a plain page would
// do in place of zhifa. They find the same: run.mjs compares rule, row and column of every finding before it measures.

// 离任日期 and 不在岗 stand in no column of this table; the rules ask for them.
const COLUMNS = ['no', 'name', 'certificateNumber', 'idNumber', 'department', 'politicalTheory', 'xiHours', 'publicLaw', 'professional', 'practicalSkills', 'total', 'examScore', 'passed', 'joinedOn', 'remark', 'leftOn', 'exemptionKind', 'exemptionFrom', 'exemptionNote'];
const COLUMN = Object.fromEntries(COLUMNS.map((name, at) => [name, at]));
const LABELS = { no: '序号', name: '姓名', certificateNumber: '执法证号', idNumber: '身份证件号码', department: '科队', politicalTheory: '政治理论', xiHours: '其中习近平法治思想', publicLaw: '公共法律知识', professional: '业务知识', practicalSkills: '实操技能', total: '合计', examScore: '考试成绩', passed: '考试是否合格', joinedOn: '到岗日期', remark: '备注', leftOn: '离任日期' };
const HOURS = ['politicalTheory', 'xiHours', 'publicLaw', 'professional', 'practicalSkills', 'total'];
const NUMBERS = ['no', ...HOURS, 'examScore'];
const TEXTS = ['name', 'department', 'remark'];
const PROVINCES = new Set([11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82]);
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const isBlank = (cell) => cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** A number as officers write it, full-width digits, thousands and units too; NaN where it is none. */
function readNumber(cell) {
  if (typeof cell === 'number') return cell;
  const text = cell.normalize('NFKC').replace(/[\s,]|学时$|分$/g, '');
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  return readNumeral(text);
}

const DIGITS = '零一二三四五六七八九';
const UNITS = { 十: 10, 百: 100, 千: 1000 };

/** 三十 → 30. */
function readNumeral(text) {
  if (!/^[零一二两三四五六七八九十百千]+$/.test(text)) return NaN;
  let sum = 0;
  let digit = 0;
  for (const c of text.replace(/两/g, '二')) {
    if (UNITS[c]) {
      sum += (digit || 1) * UNITS[c];
      digit = 0;
    } else digit = DIGITS.indexOf(c);
  }
  return sum + digit;
}

/** A date as days since 1970; NaN where it is none. */
function readDate(cell) {
  const match = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/.exec(String(cell).normalize('NFKC').trim());
  if (!match) return NaN;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / 86_400_000 : NaN;
}

function readBool(cell) {
  const text = String(cell).trim();
  if (/^(是|有|√|✓|对|true|1|合格)$/i.test(text)) return true;
  return /^(否|无|×|✗|没有|false|0|不合格)$/i.test(text) ? false : undefined;
}

/** What is wrong with a resident's number: [rule, words], or null. */
function faultOfId(cell) {
  const id = String(cell).replace(/[\s-]/g, '').toUpperCase();
  if (id.length === 15 && /^\d+$/.test(id)) return ['TY033', '是15位旧号码，应填18位公民身份号码'];
  if (id.length !== 18) return ['TY030', `应为18位公民身份号码，现为${id.length}位；用其他证件的，说明证件种类`];
  if (!/^\d{17}[\dX]$/.test(id)) return ['TY030', '应为17位数字加一位数字或者X'];
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (id.charCodeAt(at) - 48) * WEIGHTS[at];
  if ('10X98765432'[sum % 11] !== id[17]) return ['TY030', `校验位不符，应为${'10X98765432'[sum % 11]}`];
  if (Number.isNaN(birthOf(id))) return ['TY031', `第7至14位的出生日期${id.slice(6, 14)}不存在`];
  if (!PROVINCES.has(Number(id.slice(0, 2)))) return ['TY032', '前两位不是省级代码'];
  return null;
}

const birthOf = (id) => readDate(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`);

/** The first character that a text cannot hold, or a bracket without its other: words, or null. */
function faultOfText(text) {
  if (/^[\u4e00-\u9fff\w .、。，：；-]*$/.test(text)) return null;
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text)) return '有控制符或乱码，应删去或重新录入';
  for (const [open, close] of ['（）', '《》', '“”', '〈〉', '「」']) {
    if (text.split(open).length !== text.split(close).length) return `“${open}”没有配对`;
  }
  return null;
}

const shown = (hours) => `${hours}学时`;

/** Whether a text was masked before it was handed on. */
const isMasked = (text) => /[*＊×✕某]|[XxＸｘ]{3}/.test(text);

/** A name or a number as two are compared: without blanks, folded, in capitals; empty where it is masked or blank. */
function keyOf(text) {
  if (!text || isMasked(text)) return '';
  return /^[\u4e00-\u9fffA-Z0-9]*$/.test(text) ? text : text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/** Rows of a person who stands in an earlier one (PX063), a row at a time. */
class Persons {
  certificates = new Map();
  ids = new Map();
  /** Name and department: the first row, and the first without a certificate. */
  places = new Map();
  /** The first row of a name that has a certificate. */
  names = new Map();
  withId = [];
  shown = [];

  /** @returns {[string, string, string] | null} severity, column and words */
  add(row, officer) {
    const name = keyOf(officer.name);
    const certificate = keyOf(officer.readCertificate);
    const id = keyOf(officer.readId).replace(/-/g, '');
    const bare = officer.readCertificate === undefined;
    this.withId.push(id !== '');
    this.shown.push(officer.name ?? '');
    const mayBeOne = (other) => other !== undefined && (id === '' || !this.withId[other]);
    const place = `${name}\n${keyOf(officer.department)}`;
    const at = name === '' ? undefined : this.places.get(place);
    const one = certificate === '' ? undefined : this.certificates.get(certificate);
    const two = id === '' ? undefined : this.ids.get(id);
    const three = bare ? at?.first : at?.bare;
    const four = certificate === '' || name === '' ? undefined : this.names.get(name);
    if (certificate !== '' && one === undefined) this.certificates.set(certificate, row);
    if (id !== '' && two === undefined) this.ids.set(id, row);
    if (name !== '') {
      if (at === undefined) this.places.set(place, { first: row, bare: bare ? row : undefined });
      else if (bare) at.bare ??= row;
      if (certificate !== '' && four === undefined) this.names.set(name, row);
    }
    const about = officer.name ?? '';
    const other = (number) => `第${number + 2}行“${this.shown[number]}”`;
    if (one !== undefined) return ['error', 'certificateNumber', `${about}的执法证号与${other(one)}相同，应一人一行`];
    if (two !== undefined) return ['error', 'idNumber', `${about}的身份证件号码与${other(two)}相同，应一人一行`];
    if (mayBeOne(three)) return ['warning', 'name', `${about}与${other(three)}的姓名、科队相同，有一行没有执法证号，核对是否同一人`];
    if (mayBeOne(four)) return ['info', 'name', `${about}与${other(four)}同名，执法证号不同，核对是否重名`];
    return null;
  }
}

/** Checks all rows of a unit's roster. → [{ rule, severity, row, column, message }], in the order of the rows. */
export function check(all, form, today) {
  const findings = [];
  const asOf = readDate(form.asOf);
  const year = Number(form.year);
  const bound = (year === 2024 || year === 2025) && form.verticalManagement !== '是';
  const final = asOf >= Date.UTC(year, 11, 31) / 86_400_000;
  const judged = final && year >= 2022 && year <= 2025;
  const persons = new Persons();
  const sums = { politicalTheory: 0, publicLaw: 0, professional: 0, practicalSkills: 0, total: 0 };
  const numbers = new Set();
  const kinds = Object.fromEntries(['examScore', 'politicalTheory', 'publicLaw', 'professional', 'practicalSkills'].map((name) => [name, new Set()]));
  let [summable, blankNumber, least, most, parts] = [true, false, 0, 0, 0];
  let [lowest, highest] = [Infinity, -Infinity];
  let [behind, unknown] = [0, false];

  all.forEach((cells, row) => {
    const say = (rule, severity, name, message) => findings.push({ rule, severity, row, column: COLUMN[name], message });
    const officer = {};
    for (const name of NUMBERS) {
      const cell = cells[COLUMN[name]];
      if (isBlank(cell)) continue;
      const number = readNumber(cell);
      if (Number.isNaN(number)) say('TY090', 'error', name, `${LABELS[name]}应为数字，现为“${cell}”`);
      else officer[name] = number;
    }
    for (const name of HOURS) {
      const hours = officer[name];
      if (hours < 0) say('TY070', 'warning', name, `${LABELS[name]}不应小于0，现为${hours}`);
      else if (hours !== undefined && (hours * 2) % 1 !== 0) say('TY070', 'warning', name, `${LABELS[name]}应为0.5的倍数，现为${hours}`);
    }
    for (const name of TEXTS) {
      const cell = cells[COLUMN[name]];
      if (isBlank(cell)) continue;
      officer[name] = String(cell).trim();
      const fault = faultOfText(officer[name]);
      if (fault) say('TY080', 'warning', name, `${LABELS[name]}${fault}`);
    }
    const passed = cells[COLUMN.passed];
    if (!isBlank(passed)) {
      officer.passed = readBool(passed);
      if (officer.passed === undefined) say('TY091', 'error', 'passed', `${LABELS.passed}应填是或者否，现为“${passed}”`);
    }
    for (const name of ['joinedOn', 'leftOn']) {
      const cell = cells[COLUMN[name]];
      if (isBlank(cell)) continue;
      officer[name] = readDate(cell);
      if (Number.isNaN(officer[name])) say('TY001', 'error', name, `${LABELS[name]}未能识别，写成2024-05-01`);
      else if (officer[name] > today) say('TY002', 'warning', name, `${LABELS[name]}晚于检查日期`);
    }
    const certificate = cells[COLUMN.certificateNumber];
    if (!isBlank(certificate)) {
      const text = String(certificate);
      if (isMasked(text) || /^[\u4e00-\u9fff]?[A-Za-z0-9-]{5,20}$/.test(text.replace(/\s/g, ''))) officer.readCertificate = text;
      else say('TY053', 'warning', 'certificateNumber', `${LABELS.certificateNumber}应为5至20位字母或数字，现为“${certificate}”`);
    }
    const id = cells[COLUMN.idNumber];
    if (!isBlank(id)) {
      const fault = isMasked(String(id)) ? null : faultOfId(id);
      if (!fault || fault[0] === 'TY033') officer.readId = String(id).trim();
      if (fault) say(fault[0], 'warning', 'idNumber', `${LABELS.idNumber}${fault[1]}`);
      else {
        const birth = birthOf(officer.readId);
        if (birth > asOf || birth + 121 * 365.25 < asOf) say('TY036', 'warning', 'idNumber', `${LABELS.idNumber}中的出生日期与文书日期不合，核对第7至14位`);
      }
    }

    // What must be filled in.
    if (!officer.name) say('training/roster#rows[].name', 'warning', 'name', '填写姓名');
    const ofYear = (day) => day !== undefined && new Date(day * 86_400_000).getUTCFullYear() === year;
    const joinedThisYear = ofYear(officer.joinedOn);
    const away = !isBlank(cells[COLUMN.exemptionKind]) || !isBlank(cells[COLUMN.exemptionFrom]) || !isBlank(cells[COLUMN.exemptionNote]);
    const partly = away || joinedThisYear || ofYear(officer.leftOn);
    if (isBlank(certificate) && !joinedThisYear) say('training/roster#rows[].certificateNumber', 'warning', 'certificateNumber', '填写执法证号');
    for (const name of ['politicalTheory', 'publicLaw', 'professional', 'practicalSkills', 'total']) {
      if (!away && isBlank(cells[COLUMN[name]])) say(`training/roster#rows[].${name}`, bound ? 'error' : 'warning', name, `填写${LABELS[name]}`);
    }

    // The sums of a row; what is not known is not judged.
    const { politicalTheory, xiHours, publicLaw, professional, practicalSkills, total } = officer;
    const four = politicalTheory + publicLaw + professional + practicalSkills;
    const about = officer.name ?? '';
    if (total !== four && !Number.isNaN(four) && total !== undefined) say('PX061', 'error', 'total', `${about}的合计${shown(total)}，四类之和为${shown(four)}，应相等`);
    else if (xiHours > total) say('PX061', 'error', 'xiHours', `${about}的习近平法治思想${shown(xiHours)}应不多于合计${shown(total)}`);
    else if (xiHours > politicalTheory + publicLaw) say('PX061', 'warning', 'xiHours', `${about}的习近平法治思想${shown(xiHours)}多于政治理论和公共法律知识之和${shown(politicalTheory + publicLaw)}，核对`);
    else if (total > 2000) say('PX061', 'warning', 'total', `${about}的合计${shown(total)}，核对是否多录了位数`);

    // 15, 30 and 30 hours a year, then sixty.
    const political = politicalTheory + (xiHours ?? 0);
    const wide = publicLaw + professional + practicalSkills;
    if (bound && final && partly && (publicLaw < 30 || practicalSkills < 30 || political < 15)) say('PX068', 'info', 'total', `${about}政治理论${shown(politicalTheory)}、公共法律知识${shown(publicLaw)}、实操技能${shown(practicalSkills)}，未达到15、30、30学时；长期不在岗、年度中到岗离任的没有折算规定，核对是否补训`);
    else if (bound && final && publicLaw < 30) say('PX068', 'error', 'publicLaw', `${about}公共法律知识${shown(publicLaw)}，应不少于30学时（政治理论${shown(politicalTheory)}，应不少于15学时；实操技能${shown(practicalSkills)}，应不少于30学时）`);
    else if (bound && final && practicalSkills < 30) say('PX068', 'error', 'practicalSkills', `${about}实操技能${shown(practicalSkills)}，应不少于30学时（政治理论${shown(politicalTheory)}，应不少于15学时；公共法律知识${shown(publicLaw)}，应不少于30学时）`);
    else if (bound && final && political < 15) say('PX068', 'error', 'politicalTheory', `${about}政治理论${shown(politicalTheory)}、习近平法治思想${shown(xiHours ?? 0)}，合计应不少于15学时`);
    else if (bound && final && !partly && xiHours !== undefined && political >= 15 && (politicalTheory < 15 || xiHours < 15)) say('PX068', 'warning', 'xiHours', `${about}政治理论${shown(politicalTheory)}，其中习近平法治思想${shown(xiHours)}，只有一种算法达到15学时，核对口径`);
    if (!partly && (publicLaw < 30 || practicalSkills < 30 || political < 15)) behind++;
    else if (!partly && [publicLaw, practicalSkills, political].some((hours) => !(hours >= 0))) unknown = true;
    if (judged && wide < 60) say('PX069', partly ? 'info' : 'warning', 'total', `${about}公共法律知识、业务知识和实操技能共${shown(wide)}，不足每人每年60学时`);

    // What the roster as a whole is judged by.
    const twice = persons.add(row, officer);
    if (twice) say('PX063', ...twice);
    for (const name of Object.keys(sums)) {
      if (officer[name] === undefined) summable &&= away && isBlank(cells[COLUMN[name]]);
      else sums[name] += officer[name];
    }
    if (officer.no === undefined) blankNumber = true;
    else {
      numbers.add(officer.no);
      lowest = Math.min(lowest, officer.no);
      highest = Math.max(highest, officer.no);
    }
    for (const [name, kind] of Object.entries(kinds)) kind.add(officer[name]);
    const meets = publicLaw >= 30 && practicalSkills >= 30 && political >= 15 && wide >= 60;
    if (!partly && officer.passed !== false && meets && (xiHours === undefined || (xiHours >= 15 && politicalTheory >= 15))) least++;
    if (partly || meets) most++;
    if (partly) parts++;
  });

  const whole = (rule, severity, message) => findings.unshift({ rule, severity, row: null, column: null, message });
  const count = all.length;
  for (const [name, sum] of Object.entries(sums)) {
    const told = form[`totals.${name}`];
    if (told !== undefined && summable && Number(told) !== sum) whole('PX062', 'error', `${LABELS[name]}合计${told}，各行之和为${sum}，应相等`);
  }
  const [counted, qualified, unqualified] = ['persons', 'qualified', 'unqualified'].map((name) => (form[`totals.${name}`] === undefined ? undefined : Number(form[`totals.${name}`])));
  if (counted !== undefined && counted !== count) whole('PX062', 'error', `人数合计${counted}，台账共${count}人，应相等`);
  if (qualified + unqualified > counted || qualified + unqualified < counted - parts) whole('PX062', 'error', `达标人数${qualified}与未达标人数${unqualified}之和，与人数合计${counted}不符`);
  if (!blankNumber && (lowest !== 1 || highest !== count || numbers.size !== count)) whole('PX064', 'info', `序号应从1连续编到${count}，核对有没有漏行、重行`);
  if (form.officerHeadcount === undefined) whole('training/roster#officerHeadcount', 'warning', '填写应训人数');
  else if (bound && count < form.officerHeadcount) whole('PX065', 'error', `台账${count}人，少于应训人数${form.officerHeadcount}人`);
  else if (!bound && count !== Number(form.officerHeadcount)) whole('PX191', 'warning', `台账${count}人，应训人数${form.officerHeadcount}人，核对是否列全`);
  else if (bound && count > form.officerHeadcount) whole('PX065', 'warning', `台账${count}人，多于应训人数${form.officerHeadcount}人`);
  if (bound && !final && !unknown && behind > 0) whole('PX192', 'info', `截至${form.asOf}，有${behind}人未达到15、30、30学时，年底前补足`);
  if (judged && least === most && qualified !== undefined && qualified !== least) whole('PX070', 'warning', `达标人数${qualified}，按各行学时计算为${least}人，核对`);
  else if (judged && (qualified < least || qualified > most)) whole('PX070', 'warning', `达标人数${qualified}，按各行学时计算在${least}人到${most}人之间，核对`);
  if (asOf < Date.UTC(year, 0, 1) / 86_400_000) whole('PX074', 'error', `统计截止日${form.asOf}早于培训年度${year}年`);
  else if (asOf > Date.UTC(year + 1, 2, 31) / 86_400_000) whole('PX074', 'info', `统计截止日${form.asOf}，培训年度为${year}年，核对年度`);
  if (count >= 10 && Object.values(kinds).every((kind) => kind.size === 1 && !kind.has(undefined))) whole('PX071', 'info', `全部${count}人的四类学时和考试成绩都相同，核对是否逐行复制`);
  return findings;
}
