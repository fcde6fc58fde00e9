// A portal's project: a folder with the package of `make dist` and the libraries in its node_modules.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist, root } from './site.mjs';

const libraries = join(root, 'tests/embed/node_modules');

/** Makes one, with the files of `example` when given. → its folder */
export function project(example) {
  const folder = mkdtempSync(join(tmpdir(), 'zhifa-project-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(libraries)) if (!name.startsWith('.')) symlinkSync(join(libraries, name), join(modules, name));
  cpSync(dist, join(modules, 'zhifa'), { recursive: true, filter: (file) => !file.includes('/zhifa/handbook') });
  if (example) cpSync(join(root, 'www/examples', example), folder, { recursive: true });
  return folder;
}
