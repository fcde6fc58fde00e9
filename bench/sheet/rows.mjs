// A roster of officers as a unit would keep it: 100,000 rows, one row in fifty with something wrong.

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾榕风航弘';

export const HEADER = ['序号', '姓名', '执法证号', '身份证件号码', '科队', '政治理论', '其中习近平法治思想', '公共法律知识', '业务知识', '实操技能', '合计', '考试成绩', '考试是否合格', '到岗日期', '备注'];

/** Numbers that are the same on every run. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

function idNumber(roll) {
  const body = `37150219${60 + roll(40)}${String(1 + roll(12)).padStart(2, '0')}${String(1 + roll(28)).padStart(2, '0')}${String(roll(1000)).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

/** So many rows of cells as a reader of .xlsx hands them over: numbers are numbers, the rest is text, blank cells are null. */
export function rows(count) {
  const roll = dice(20251231);
  const out = [];
  for (let at = 0; at < count; at++) {
    const half = () => roll(5) / 2;
    const [theory, law, work, skill] = [15 + half(), 30 + half(), 20 + roll(20), 30 + half()];
    const row = [
      at + 1, SURNAMES[roll(SURNAMES.length)] + GIVEN[roll(GIVEN.length)] + (roll(3) ? GIVEN[roll(GIVEN.length)] : ''),
      `15${String(100000000 + at)}`, idNumber(roll), `执法${'一二三四五六七八九十'[roll(10)]}大队`,
      theory, theory, law, work, skill, theory + law + work + skill, 60 + roll(41), '是',
      roll(10) ? null : `${2010 + roll(15)}-0${1 + roll(9)}-1${roll(10)}`, null,
    ];
    const fault = roll(400);
    if (fault === 0) row[10] += 1;
    if (fault === 1) { row[7] = 20; row[10] = theory + 20 + work + skill; }
    if (fault === 2) row[1] = null;
    if (fault === 3) row[3] = row[3].slice(0, 17);
    if (fault === 4) row[2] = '12';
    if (fault === 5) { row[9] = 10; row[10] = theory + law + work + 10; }
    if (fault === 6) row[9] = '三十';
    if (fault === 7) { row[5] = 10; row[6] = 10; row[10] = 10 + law + work + skill; }
    // Who stands in an earlier row: by a number, by name and 科队 without one, by name alone.
    const earlier = out[roll(at)];
    if (fault === 8) row[3] = null;
    if (fault === 9 && earlier) row[2] = earlier[2];
    if (fault === 10 && earlier) row[3] = earlier[3];
    if (fault === 11 && earlier) [row[1], row[2], row[3], row[4]] = [earlier[1], null, null, earlier[4]];
    if (fault === 12 && earlier) [row[1], row[3]] = [earlier[1], null];
    out.push(row);
  }
  return out;
}

export const FORM = { 'agency.name': '聊城市综合行政执法局', 'agency.regionCode': '371500', year: '2025', asOf: '2025-12-31' };

/** The same as text. */
export function csv(all) {
  return `${[HEADER, ...all].map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n')}\r\n`;
}
