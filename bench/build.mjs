// Bundles: each engine with its adapter in one minified module, the same for Node and for the page.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const output = `${root}target/bench/`;

/** The crate's own table of holidays, year by year, as lists of days off and of days worked. */
function holidays() {
  const table = {};
  const text = readFileSync(`${root}src/calendar/holidays.toml`, 'utf8');
  for (const [, year, body] of text.matchAll(/^\[(\d{4})\]\n([^[]*\{[^}]*\}[^[]*\[[^\]]*\])/gm)) {
    const [off, worked] = body.split('\nworked');
    const holidays = [];
    for (const [, first, last] of off.matchAll(/"(\d\d-\d\d)(?:\.\.(\d\d-\d\d))?"/g)) {
      const end = Date.parse(`${year}-${last ?? first}`);
      for (let day = Date.parse(`${year}-${first}`); day <= end; day += 86_400_000) {
        holidays.push(new Date(day).toISOString().slice(0, 10));
      }
    }
    table[year] = { holidays, worked: [...worked.matchAll(/\d\d-\d\d/g)].map(([day]) => `${year}-${day}`) };
  }
  return table;
}

const plugin = {
  name: 'holidays',
  setup(builder) {
    builder.onResolve({ filter: /^holidays$/ }, () => ({ path: 'holidays', namespace: 'table' }));
    builder.onLoad({ filter: /.*/, namespace: 'table' }, () => ({ contents: JSON.stringify(holidays()), loader: 'json' }));
  },
};

/** Bundles a module of this folder into `output`, with `engine` for the import of that name; gives the file. */
export async function bundle(entry, engine) {
  const outfile = output + (engine ? `${engine}-` : '') + entry.replaceAll('/', '-');
  await build({
    entryPoints: [`${root}bench/${entry}`],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'warning',
    alias: engine ? { engine: `${root}bench/peers/${engine}.mjs` } : {},
    plugins: [plugin],
  });
  return outfile;
}
