// Dates and working days as a portal would write them: a day is its number since 1970-01-01, holidays are a Set.
import table from 'holidays';

const DAY = 86_400_000;
const off = new Set();
const madeUp = new Set();
for (const year of Object.values(table)) {
  for (const day of year.holidays) off.add(dayOf(day));
  for (const day of year.worked) madeUp.add(dayOf(day));
}

/** The day of an ISO date; undefined for a blank. */
export function dayOf(iso) {
  return iso ? Date.parse(iso) / DAY : undefined;
}

/** The ISO date of a day. */
export function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** 2026年9月14日. */
export function inChinese(day) {
  const date = new Date(day * DAY);
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

export function isWorkday(day) {
  if (madeUp.has(day)) return true;
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6 && !off.has(day);
}

/** The day itself or the first working day after it. */
export function rolled(day) {
  while (!isWorkday(day)) day += 1;
  return day;
}

/** The last of `count` calendar days after a day, rolled. */
export function days(day, count) {
  return rolled(day + count);
}

/** The `count`-th working day after a day. */
export function workdays(day, count) {
  while (count > 0) {
    day += 1;
    if (isWorkday(day)) count -= 1;
  }
  return day;
}
