// A portal's site for a test: pages of its own beside a copy of dist/zhifa/, each under a policy of its own.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../scripts/serve.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const dist = join(root, 'dist/zhifa');

/** The hashes of the package's files. */
export const integrity = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'));

/** A form around which portals put the element. */
export const FORM = `<form id="register">
<p><label>文号 <input id="wh" name="documentNumber"></label></p>
<p><label>统一社会信用代码 <input id="xydm" data-zhifa="party.creditCode"></label></p>
<p><label>决定日期 <input id="rq" name="decidedOn"></label></p>
<p><button id="send">提交</button></p></form>`;

export const html = (head, body) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>处罚决定登记</title>\n${head}\n</head><body>\n${body}\n</body></html>\n`;

/**
 * Serves `pages`: name → HTML, or {html, policy, files}. Pages without a policy have none, as most portals. → {url, folder, close()}
 */
export async function site(pages) {
  const folder = mkdtempSync(join(tmpdir(), 'zhifa-portal-'));
  symlinkSync(dist, join(folder, 'zhifa'));
  const policies = new Map();
  for (const [name, page] of Object.entries(pages)) {
    const { html: text, policy } = typeof page === 'string' ? { html: page } : page;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    if (policy) policies.set(`/${name}`, policy);
  }
  const server = await serve(folder, 0, (path) => policies.get(path));
  return {
    url: server.url,
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
