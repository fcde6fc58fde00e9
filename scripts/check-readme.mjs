// Runs what the READMEs tell a newcomer to run, so that they stay true.
//   ```sh       each line is run; `make …` only has to name targets that exist, `cargo install` goes to a folder of its own
//   ```console  `$ ` lines are run, the lines after them must be what is printed, to the letter
//   <!-- file: NAME -->  before a block: the block is written to NAME for the commands after it
//   ```html     is opened in Chromium as a portal's page beside dist/zhifa/, and the component must come up in it
// Relative links must lead somewhere, and both languages must hold the same blocks. Exit 1 and a line for each thing wrong.
// `--write` puts what the console blocks print into both files instead, to be read before it is committed.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './serve.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const work = mkdtempSync(join(tmpdir(), 'zhifa-readme-'));
const write = process.argv.includes('--write');
const faults = [];
let checked = 0;

/** The fenced blocks of a Markdown text: {language, code, file, line}. */
function blocks(text) {
  const found = [];
  let open = null;
  let file = null;
  text.split('\n').forEach((line, index) => {
    const fence = line.match(/^```(\w*)$/);
    if (open && fence) {
      found.push({ ...open, code: open.code.join('\n') });
      open = null;
    } else if (open) {
      open.code.push(line);
    } else if (fence) {
      open = { language: fence[1], code: [], file, line: index + 1 };
      file = null;
    } else if (line.trim()) {
      file = line.match(/^<!-- file: ([\w.-]+) -->$/)?.[1] ?? null;
    }
  });
  return found;
}

/** Runs one command line as a newcomer's shell would. → {status, output}, both streams together. */
function run(command, cwd) {
  const env = { ...process.env, PATH: `${join(target, 'debug')}:${process.env.PATH}`, CARGO_TARGET_DIR: target };
  const { status, stdout } = spawnSync('bash', ['-c', `exec 2>&1; ${command}`], { cwd, env, encoding: 'utf8', input: '' });
  return { status, output: stdout };
}

function sh(line, where) {
  let command = line.replace(/#.*$/, '').trim();
  if (!command) return;
  checked += 1;
  let cwd = root;
  if (/^make\b/.test(command)) command = command.replace(/^make/, 'make --dry-run');
  else if (/^cargo install\b/.test(command)) command += ` --quiet --debug --root ${work}/installed`;
  else cwd = work;
  const { status, output } = run(command, cwd);
  if (status !== 0) faults.push(`${where}: \`${command}\` ended with ${status}\n${output}`);
}

function console_(code, where) {
  const printed = [];
  for (const part of code.split(/^\$ /m).slice(1)) {
    const [command, ...lines] = part.trimEnd().split('\n');
    checked += 1;
    const { output } = run(command, work);
    const [want, got] = [lines.join('\n').trimEnd(), output.trimEnd()];
    if (want !== got && !write) faults.push(`${where}: \`${command}\` prints\n${got}\n  and not\n${want}`);
    printed.push(`$ ${command}\n${got}`.trimEnd());
  }
  if (write) texts.forEach((text, i) => (texts[i] = text.replace(code, () => printed.join('\n'))));
}

async function html(code, where) {
  checked += 1;
  const { chromium } = await import('playwright-core');
  const site = mkdtempSync(join(tmpdir(), 'zhifa-page-'));
  cpSync(join(root, 'dist/zhifa'), join(site, 'zhifa'), { recursive: true });
  writeFileSync(join(site, 'index.html'), `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>a portal</title>\n${code}\n`);
  const server = await serve(site);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(() => {
      // There is nothing here that a form without errors could be sent to.
      addEventListener('submit', (event) => event.preventDefault());
      addEventListener('zhifa-report', ({ detail }) => detail.trigger === 'submit' && (globalThis.report = detail.report), true);
    });
    await page.goto(server.url);
    await page.waitForFunction(() => customElements.get('zhifa-check'));
    await page.locator('input').first().fill('91371500MA3C0XXXX');
    await page.locator('[type=submit], form button').first().click();
    const report = await (await page.waitForFunction(() => globalThis.report, null, { timeout: 10_000 })).jsonValue();
    if (!report.findings.some(({ path }) => path === '/party/creditCode')) errors.push('the credit code passes');
    if (errors.length) faults.push(`${where}: ${errors.join('; ')}`);
  } catch (error) {
    faults.push(`${where}: the page does not check its form: ${error.message}`);
  } finally {
    await browser.close();
    await server.close();
    rmSync(site, { recursive: true });
  }
}

function links(text, name) {
  for (const [, href] of text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
    if (/^[a-z]+:/.test(href)) continue;
    checked += 1;
    if (!existsSync(join(root, dirname(name), href))) faults.push(`${name}: the link ${href} leads nowhere`);
  }
}

const names = ['README.md', 'README.zh-CN.md'];
const texts = names.map((name) => readFileSync(join(root, name), 'utf8'));
const [english, chinese] = texts.map(blocks);
const code = (list) => JSON.stringify(list.map(({ language, file, code }) => [language, file, code]));
if (code(english) !== code(chinese)) {
  const at = english.findIndex((b, i) => code([b]) !== code(chinese.slice(i, i + 1)));
  faults.push(`the block at README.md:${english[at]?.line ?? 'end'} is not that at README.zh-CN.md:${chinese[at]?.line ?? 'end'}`);
}
texts.forEach((text, i) => links(text, names[i]));
links(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'), 'CONTRIBUTING.md');

try {
  // The command of this very tree, as the READMEs' readers would have it installed.
  const { status, output } = run('cargo build --quiet --locked --features cli', root);
  if (status !== 0) faults.push(output);
  const { length } = JSON.parse(run('zhifa forms --format json', root).output);
  for (const [i, words] of [`${length} forms`, ` ${length} 种表格`].entries()) {
    if (!texts[i].includes(words)) faults.push(`${names[i]}: there are ${length} forms`);
  }
  for (const { language, code, file, line } of english) {
    const where = `README.md:${line}`;
    if (file) writeFileSync(join(work, file), `${code}\n`);
    if (language === 'sh') for (const command of code.split('\n')) sh(command, where);
    if (language === 'console') console_(code, where);
    if (language === 'html') await html(code, where);
  }
} finally {
  rmSync(work, { recursive: true });
}
if (write) names.forEach((name, i) => writeFileSync(join(root, name), texts[i]));
for (const fault of faults) console.error(fault);
console.log(`readme: ${checked} commands, pages and links checked, ${faults.length} wrong`);
process.exitCode = faults.length ? 1 : 0;
