// A page in headless Chromium, served as `make demo` serves it, that fails a test on any error in the console and on any
// request to another origin.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../../scripts/serve.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
];

/** Opens a browser and a server for a test file: { page(path, options), close() }. */
export async function start() {
  const server = await serve(fileURLToPath(new URL('../../../www', import.meta.url)));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  return {
    url: server.url,
    browser,
    /** A new page in a context of its own; `prepare` comes before its first load; `troubles` gathers what must not happen. */
    async page(path = '', options = {}, prepare = () => {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', acceptDownloads: true, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.troubles = [];
      page.on('pageerror', (error) => page.troubles.push(error.message));
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.troubles.push(message.text()));
      page.on('request', (request) => {
        const own = request.url().startsWith(server.url) || /^(blob|data):/.test(request.url());
        if (!own || request.method() !== 'GET') page.troubles.push(`${request.method()} ${request.url()}`);
      });
      await prepare(page);
      await page.goto(server.url + path);
      return page;
    },
    async demo(query = '', options = {}) {
      const page = await this.page(query, options);
      await page.waitForSelector('html[data-ready]');
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Ends a page's context, and fails when something went wrong on it. */
export async function end(page) {
  await page.context().close();
  assert.deepEqual(page.troubles, []);
}

/** No violation that axe knows of, in what is on the screen now. */
export async function accessible(page, state) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${n.failureSummary.slice(0, 200)})`).join(' | ')}`);
  assert.deepEqual(told, [], state);
}

/** The input of a field. */
export const field = (page, path) => page.locator(`[data-zhifa="${path}"]:is(input, select, textarea)`);

/** What the report says: { outcome, errors: [messages], … }. */
export const report = (page) =>
  page.evaluate(() => {
    const text = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent);
    const group = (name) => text(`.group.${name} .finding`);
    return { outcome: document.querySelector('#report').dataset.outcome, errors: group('error'), warnings: group('warning'), infos: group('info') };
  });

/** Loads one of the examples and waits for its report. */
export async function example(page, kind) {
  await page.click(`#${kind}`);
  await page.waitForFunction(() => document.querySelector('#report').dataset.outcome !== 'empty');
}

export const noSidewaysScroll = async (page, state) => {
  const { wide, view } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, view: innerWidth }));
  assert.ok(wide <= view, `${state}: the page is ${wide} px wide in a window of ${view} px`);
};
