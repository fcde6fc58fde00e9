// The embedding guide, in both languages: each snippet is used as a reader would use it.
//   <!-- page: BUILD -->     an HTML page beside zhifa/, under the policy that stands before it if any; its form is checked by this build
//   <!-- policy: BUILD -->   the policy of the next page
//   <!-- from: FILE -->      a piece of an example, which examples.test.mjs builds and fills in
//   <!-- node -->            a program for Node, with the package installed
//   <!-- java: FILE -->      a class, compiled and used where there is a JDK
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as zhifa from '../../dist/zhifa/zhifa.node.js';
import { current, installed } from './support/drivers.mjs';
import { project } from './support/project.mjs';
import { dist, html, integrity, root, site } from './support/site.mjs';

const snippets = (name) =>
  [...readFileSync(join(root, 'docs', name), 'utf8').matchAll(/(?:<!-- (\w+)(?:: (.+?))? -->\n)?```(\w*)\n([^]*?)\n```/g)]
    .map(([, kind, of, language, code]) => ({ kind, of, language, code }));
const all = snippets('EMBEDDING.md');
const pages = all.filter(({ kind }) => kind === 'page').map((page) => {
  const before = all[all.indexOf(page) - 1];
  return { build: page.of, code: page.code, policy: before?.kind === 'policy' ? before.code : undefined };
});

test('both languages have the same snippets, and each says how it is tested', () => {
  assert.deepEqual(snippets('EMBEDDING.zh-CN.md'), all);
  assert.deepEqual(all.filter(({ kind }) => !['page', 'policy', 'from', 'node', 'java'].includes(kind)), []);
  assert.ok(pages.filter(({ policy }) => policy).length === 2 && pages.length === 4);
});

test('its links lead somewhere, in the package too, and it names every file of it', () => {
  for (const name of ['EMBEDDING.md', 'EMBEDDING.zh-CN.md']) {
    const text = readFileSync(join(root, 'docs', name), 'utf8');
    for (const [, href] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      assert.ok(existsSync(join(root, 'docs', href)) && existsSync(join(dist, 'docs', href)), `${name}: ${href}`);
    }
    for (const file of Object.keys(integrity).filter((each) => /^[^/]+\.js$/.test(each))) assert.ok(text.includes(`\`${file}\``), `${name}: ${file}`);
  }
});

test('pieces of examples stand there to the letter', () => {
  for (const { of, code } of all.filter(({ kind }) => kind === 'from')) assert.ok(readFileSync(join(root, of), 'utf8').includes(code), `${of}: ${code}`);
});

test('pages check their form', async () => {
  const browser = await current();
  const files = Object.fromEntries(pages.map(({ code, policy }, i) => [
    `${i}.html`,
    { policy, html: html('', code.replace(/((?:src|href)="zhifa\/([^"]+)" integrity=")sha384-…/g, (_, before, file) => before + integrity[file])) },
  ]));
  const portal = await site({ ...files, 'which.js': 'import * as zhifa from "./zhifa/zhifa.js"; window.zhifa = zhifa;' });
  try {
    for (const [i, { build }] of pages.entries()) {
      const page = await browser.page();
      await page.goto(`${portal.url}${i}.html`);
      const until = async (expression) => {
        for (let tries = 0; !(await page.evaluate(`!!(${expression})`)); tries++) {
          assert.ok(tries < 200, `page ${i}: ${expression}`);
          await new Promise((done) => setTimeout(done, 50));
        }
      };
      await until('document.querySelector("zhifa-check").report');
      const input = 'input[name=decidedOn], input[name=rq]';
      await page.type(input, '2026年2月30日');
      await page.press('Tab');
      await until('[...document.querySelectorAll(".zhifa-message")].some(node => node.textContent === "错误：决定日期不存在：2026年2月只有28日")');
      await page.evaluate('window.zhifa ? 0 : import("./which.js").then(() => 0)');
      assert.equal(await page.evaluate('zhifa.build'), build);
      assert.deepEqual(page.troubles, []);
      await page.close();
    }
  } finally {
    await browser.close();
    await portal.close();
  }
});

test('the check in Node', () => {
  const folder = project();
  try {
    writeFileSync(join(folder, 'check.mjs'), all.find(({ kind }) => kind === 'node').code);
    const said = execFileSync('node', ['check.mjs'], { cwd: folder, encoding: 'utf8' });
    assert.equal(said, '填写文号\n');
    writeFileSync(join(folder, 'check.cjs'), 'const { checkJson, build } = require("zhifa"); console.log(build, checkJson(\'{"form":"penalty/decision","data":{}}\').outcome);');
    assert.equal(execFileSync('node', ['check.cjs'], { cwd: folder, encoding: 'utf8' }), 'modern errors\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const MAIN = `
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
public final class Main {
    public static void main(String[] arguments) throws Exception {
        StringBuilder out = new StringBuilder();
        try (ZhifaChecker checker = new ZhifaChecker(arguments[0])) {
            for (String document : new String(Files.readAllBytes(Paths.get(arguments[1])), StandardCharsets.UTF_8).split("\\u0001")) {
                try {
                    out.append(checker.check(document)).append('\\n');
                } catch (IllegalArgumentException unreadable) {
                    out.append("unreadable ").append(unreadable.getMessage()).append('\\n');
                }
            }
        }
        Files.write(Paths.get(arguments[2]), out.toString().getBytes(StandardCharsets.UTF_8));
    }
}`;

test('the check in Java', { skip: !installed('javac', 'java') && 'there is no JDK' }, () => {
  execFileSync('cargo', ['build', '--quiet', '--locked', '--features', 'cli'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const command = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/zhifa');
  const folder = mkdtempSync(join(tmpdir(), 'zhifa-java-'));
  try {
    const { of, code } = all.find(({ kind }) => kind === 'java');
    writeFileSync(join(folder, of), `${code}\n`);
    writeFileSync(join(folder, 'Main.java'), MAIN);
    execFileSync('javac', ['-encoding', 'UTF-8', '-Xlint:all', '-Werror', '--release', '8', '-Xlint:-options', of, 'Main.java'], { cwd: folder });
    const sound = { form: 'penalty/decision', data: JSON.parse(readFileSync(join(root, 'src/form/penalty/decision.sound.json'), 'utf8')) };
    const documents = [JSON.stringify(sound, null, 2), '{"form":"penalty/decision","data":{"decidedOn":"2026年2月30日"}}', '{"form":"tale","data":{}}', JSON.stringify(sound)];
    writeFileSync(join(folder, 'documents'), documents.join('\u0001'));
    execFileSync('java', ['-cp', '.', 'Main', command, 'documents', 'reports'], { cwd: folder });
    const [first, second, third, fourth] = readFileSync(join(folder, 'reports'), 'utf8').trimEnd().split('\n');
    const date = JSON.parse(first).checkedOn;
    assert.equal(second, zhifa.checkJsonText(documents[1], { date }), 'the report is the engine\'s to the byte');
    assert.match(third, /^unreadable 标准输入:3:\d+：没有“tale”这种表单$/);
    assert.deepEqual([first, fourth].map((report) => JSON.parse(report).outcome), ['pass', 'pass'], 'those after it are checked');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
