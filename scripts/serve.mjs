// A static server for the demo page and its tests: `node scripts/serve.mjs [FOLDER] [--port N]`, N = 0 takes any free port.
// It sends what a careful portal would: real MIME types and a policy under which nothing can leave the origin.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** 'wasm-unsafe-eval' compiles WebAssembly and allows no eval. */
export const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

async function answer(root, policy, request, response) {
  const fail = (status) => response.writeHead(status, HEADERS).end();
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(405);
  let path;
  try {
    path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  } catch {
    return fail(400);
  }
  if (path.includes('\0')) return fail(400);
  let file = join(root, path);
  if (file !== root && !file.startsWith(root + sep)) return fail(404);
  try {
    if ((await stat(file)).isDirectory()) file = join(file, 'index.html');
    const { size, mtimeMs } = await stat(file);
    const tag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
    // Kept, but asked for each time: a new build shows on the next reload.
    const headers = { ...HEADERS, 'Cache-Control': 'no-cache', ETag: tag };
    const allowed = policy(path);
    if (allowed) headers['Content-Security-Policy'] = allowed;
    if (request.headers['if-none-match'] === tag) return response.writeHead(304, headers).end();
    headers['Content-Type'] = TYPES[extname(file)] ?? 'application/octet-stream';
    headers['Content-Length'] = size;
    response.writeHead(200, headers);
    if (request.method === 'HEAD') return response.end();
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
  } catch {
    fail(404);
  }
}

/** Serves `folder` on 127.0.0.1, each path under the policy that `policy(path)` gives. → {url, close()}; rejects when the port is taken. */
export function serve(folder, port = 0, policy = () => CSP) {
  const root = resolve(folder);
  const server = createServer((request, response) => void answer(root, policy, request, response));
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () =>
      done({
        url: `http://127.0.0.1:${server.address().port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(closed);
            server.closeAllConnections();
          }),
      }),
    );
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const at = args.indexOf('--port');
  const port = at < 0 ? 8080 : Number(args.splice(at, 2)[1]);
  const folder = args[0] ?? fileURLToPath(new URL('../www', import.meta.url));
  try {
    const { url } = await serve(folder, port);
    console.log(`zhifa is at ${url} (Ctrl-C ends it)`);
  } catch (error) {
    const why = error.code === 'EADDRINUSE' ? `port ${port} is taken; choose another: make demo PORT=8081` : error.message;
    console.error(`serve: ${why}`);
    process.exit(1);
  }
}
