// Documents for comparing builds: every example, and generated ones that are broken in as many ways as portals manage.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './site.mjs';

/** Every example of every form: {form, data}. */
export function examples() {
  const folder = join(root, 'src/form');
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(sound|defects)\.json$/.test(name))
    .sort()
    .map((name) => ({ form: name.replace(/\.(sound|defects)\.json$/, ''), data: JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
}

// A generator of its own, so that the documents are the same everywhere (mulberry32).
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ODD = [
  '', ' ', '　', '无', '2026年2月30日', '２０２６年９月１４日', '2026/9/14', '1899-12-31', '9999-12-31', '-1', '0', '1e9', '0.1', '壹万贰仟叁佰元', '壹万元', '123456789012345678901234567890',
  '🀄\u{20000}𠮷', '"\\\n\r\t\u0000\u001f\u2028', '９１３７１５００ＭＡ３Ｃ０ＸＸＸＸＸ', '37150219900230123X', '《行政处罚法》第五十九条第一款第（六）项', '聊东市监处罚〔2026〕12号', 'x'.repeat(300), '处'.repeat(300),
  null, true, false, 0, -1, 0.1, 1e21, 12345678901234567890, [], {}, [null], { a: [1] },
];

/** `count` documents, each an example with one to six of its values changed, taken away, doubled or put from elsewhere. */
export function generated(count, seed = 20261126) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const all = examples();
  const leaves = (value, path = []) =>
    value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [{ path, value }];
  const pool = all.flatMap(({ data }) => leaves(data).map(({ value }) => value));
  return Array.from({ length: count }, () => {
    const document = structuredClone(pick(all));
    for (let changes = 1 + Math.floor(next() * 6); changes; changes--) {
      const { path } = pick(leaves(document.data).filter((leaf) => leaf.path.length)) ?? {};
      if (!path) break;
      const holder = path.slice(0, -1).reduce((value, key) => value[key], document.data);
      const key = path.at(-1);
      const kind = next();
      if (kind < 0.15) Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
      else if (kind < 0.25 && Array.isArray(holder)) holder.push(structuredClone(holder[key]));
      else if (kind < 0.3) document.data[`own${changes}`] = pick(ODD);
      else holder[key] = structuredClone(next() < 0.5 ? pick(ODD) : pick(pool));
    }
    return document;
  });
}
