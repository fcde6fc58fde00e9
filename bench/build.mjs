// Bundles: each engine with its adapter in one minified file, the same one for Node and for the page.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const holidays = {
  name: 'holidays',
  setup(builder) {
    builder.onResolve({ filter: /^holidays$/ }, () => ({ path: 'holidays', namespace: 'table' }));
    builder.onLoad({ filter: /.*/, namespace: 'table' }, () => ({ contents: readFileSync('/work/shared/sources/holidays.json','utf8'), loader: 'json' }));
  },
};

/** Bundles a module of this folder; gives the file's path. */
export async function bundle(entry, name) {
  const outfile = `${root}target/bench/${name}.mjs`;
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
    plugins: [holidays],
  });
  return outfile;
}
