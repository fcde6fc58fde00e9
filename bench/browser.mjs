// The page's side: a server as a portal has it (compressed once, cached), and headless Chromium.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** Serves pages, files by their base names and `named` ones (name → file) on a free port. ajv and zod compile with eval, so no policy forbids it here. */
export async function serve(pages, files, named = {}) {
  const answers = new Map();
  const add = (name, body) => answers.set(`/${name}`, {
    type: TYPES[extname(name)],
    identity: body,
    gzip: gzipSync(body, { level: 9 }),
    br: brotliCompressSync(body),
  });
  for (const [name, html] of Object.entries(pages)) add(name, Buffer.from(html));
  for (const file of files) add(basename(file), readFileSync(file));
  for (const [name, file] of Object.entries(named)) add(name, readFileSync(file));
  const server = createServer((request, response) => {
    const answer = answers.get(new URL(request.url, 'http://localhost').pathname);
    if (!answer) return response.writeHead(204).end();
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = ['br', 'gzip'].find((name) => accepted.includes(name)) ?? 'identity';
    const body = answer[encoding];
    response.writeHead(200, {
      'Content-Type': answer.type,
      'Content-Length': body.length,
      ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
      'Cache-Control': 'max-age=3600',
      // Isolation gives the page a finer clock.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: (name) => `http://127.0.0.1:${server.address().port}/${name}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Milliseconds from navigation to the first report, with nothing cached. `network`: {latency ms, throughput bytes/s}, or none. */
export async function coldLoad(browser, url, network) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (network) {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: network.latency,
        downloadThroughput: network.throughput,
        uploadThroughput: network.throughput,
      });
    }
    await page.goto(url);
    await page.waitForFunction(() => globalThis.firstReport);
    return (await page.evaluate(() => globalThis.firstReport)).at;
  } finally {
    await context.close();
  }
}
