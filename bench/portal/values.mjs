// Check characters and amounts in words, as a portal would write them.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const WELL_FORMED = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

/** The check character of the first seventeen characters of a unified social credit code (GB 32100). */
export function creditCheck(code) {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += VALUES.get(code[i]) * WEIGHTS[i];
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/** The check character that a well-formed code should have and has not; undefined for a good one or one of another form. */
export function expectedCreditCheck(code) {
  if (!WELL_FORMED.test(code)) return undefined;
  const expected = creditCheck(code);
  return expected === code[17] ? undefined : expected;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/** 人民币大写 of an amount in yuan. */
export function amountInWords(amount) {
  const fen = Math.round(amount * 100);
  let words = '';
  let zero = false;
  const yuan = String(Math.floor(fen / 100));
  let groupSaid = false;
  for (let i = 0; i < yuan.length; i += 1) {
    const place = yuan.length - 1 - i;
    const digit = Number(yuan[i]);
    if (digit === 0) {
      zero = words !== '';
    } else {
      words += (zero ? '零' : '') + DIGITS[digit] + UNITS[place % 4];
      zero = false;
      groupSaid = true;
    }
    if (place % 4 === 0) {
      if (groupSaid) {
        words += GROUPS[place / 4];
        zero = false;
      }
      groupSaid = false;
    }
  }
  if (words) words += '元';
  const jiao = Math.floor(fen / 10) % 10;
  const cents = fen % 10;
  if (jiao === 0 && cents === 0) return `${words || '零元'}整`;
  if (jiao > 0) words += `${DIGITS[jiao]}角`;
  if (cents > 0) words += (jiao === 0 && words ? '零' : '') + DIGITS[cents] + '分';
  return words;
}
