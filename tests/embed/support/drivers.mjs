// Real browsers behind one small interface: {name, version, page()}, where a page has goto, evaluate (an expression), type, click and press.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
// The current one drives Firefox by WebDriver BiDi; the old one speaks with kernels of its time.
import puppeteer from 'puppeteer-core';
import puppeteer5 from 'puppeteer-core-5';
import { kernel } from '../../../scripts/browsers.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** A page of puppeteer's or playwright's. */
function driven(page) {
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  return {
    troubles,
    goto: (url) => page.goto(url),
    evaluate: (expression) => page.evaluate(expression),
    type: (selector, text) => page.type(selector, text),
    click: (selector) => page.click(selector),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}

/** Debian's Chromium. */
export async function current() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  return { name: 'Chromium', version: browser.version(), page: async () => driven(await browser.newPage()), close: () => browser.close() };
}

/** An old kernel; a new process for each page, since one process is all it has. */
export async function old(version) {
  const { executable, env, args, note } = kernel(version);
  const open = [];
  const launch = async () => {
    const browser = await puppeteer5.launch({ executablePath: executable, env, args, headless: true });
    open.push(browser);
    return browser;
  };
  const first = await launch();
  const told = (await first.version()).replace(/^.*\//, '');
  await first.close();
  return {
    name: 'Chromium',
    version: told,
    note,
    async page() {
      const browser = await launch();
      const page = driven(await browser.newPage());
      return { ...page, close: () => browser.close() };
    },
    async close() {
      for (const browser of open) await browser.close().catch(() => {});
    },
  };
}

/** Firefox ESR. */
export async function firefox() {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true });
  const version = (await browser.version()).replace(/^.*\//, '');
  return { name: 'Firefox ESR', version, page: async () => driven(await browser.newPage()), close: () => browser.close() };
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const KEYS = { Tab: '\uE004', Enter: '\uE007' };

/** WebKitGTK's small browser on a screen of its own, by WebDriver. */
export async function webkit() {
  const folder = mkdtempSync(join(tmpdir(), 'zhifa-webkit-'));
  const processes = [];
  const start = (command, args, env = {}) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } });
    processes.push(child);
    return child;
  };
  // It writes the number of the screen that it took.
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp']);
  const display = await new Promise((done, fail) => {
    screen.stdout.once('data', (text) => done(String(text).trim()));
    screen.once('error', fail);
  });
  const port = 20000 + (process.pid % 10000);
  start('WebKitWebDriver', [`--port=${port}`], { DISPLAY: `:${display}`, WEBKIT_DISABLE_COMPOSITING_MODE: '1', XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let left = 50; ; left--) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (!left) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  const libraries = '/usr/lib';
  const binary = readdirSync(libraries).flatMap((arch) => ['4.1', '4.0', '6.0'].map((api) => join(libraries, arch, `webkit2gtk-${api}/MiniBrowser`))).find(existsSync);
  const { sessionId, capabilities } = await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } },
  });
  const session = `/session/${sessionId}`;
  const find = async (selector) => (await call('POST', `${session}/element`, { using: 'css selector', value: selector }))[ELEMENT];
  const page = {
    troubles: [],
    goto: (url) => call('POST', `${session}/url`, { url }),
    async evaluate(expression) {
      const script = `const done = arguments[0];
        Promise.resolve().then(() => (${expression})).then(value => done({ value }), error => done({ error: String(error) }));`;
      const { value, error } = await call('POST', `${session}/execute/async`, { script, args: [] });
      if (error) throw new Error(error);
      return value;
    },
    type: async (selector, text) => call('POST', `${session}/element/${await find(selector)}/value`, { text }),
    click: async (selector) => call('POST', `${session}/element/${await find(selector)}/click`, {}),
    async press(key) {
      const active = (await call('GET', `${session}/element/active`))[ELEMENT];
      await call('POST', `${session}/element/${active}/value`, { text: KEYS[key] });
    },
    close: async () => {},
  };
  return {
    name: 'WebKitGTK',
    version: capabilities.browserVersion,
    page: async () => page,
    async close() {
      await call('DELETE', session).catch(() => {});
      for (const child of processes.reverse()) child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether a program of this name is on the machine. */
export function installed(...names) {
  return names.every((name) => {
    try {
      execFileSync('sh', ['-c', `command -v "$0"`, name], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}
