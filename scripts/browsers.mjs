// Old Chromium kernels, as portals' desks still run them: `node scripts/browsers.mjs [VERSION…]` puts them into the cache folder (once,
// some 50 MB each). They are packed into `chrome-aws-lambda`, the one public package of the npm registry that carries them; it is
// unpacked, not installed, so that no script of its runs, and each archive must have the hash below.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** Chromium's version → the package's version and hash, and from which kernel's package it takes the system's libraries. */
const KERNELS = {
  73: { version: '1.12.2', integrity: 'sha512-IRO6MGA1rHbY9XAS7Jxj9uUd65K/9dbYqNtnm3JrBNpu98YEjbzN+8OcTSG41f/ugrgxKTtUGFXzNZ/es4djow==', libraries: 78 },
  78: { version: '1.20.4', integrity: 'sha512-+zuq/BO9TpAvlXIpyGto6YytnEe0NBpZS5HVGnaMqRhL0cagDEhrzAYqaQfK4HZnafA7HW1wkFacl7CAI990LQ==' },
  83: { version: '3.1.1', integrity: 'sha512-ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA==' },
  88: { version: '5.5.0', integrity: 'sha512-nYSDzTsVEVsvIFaUUAUN53ulXBLKSRXFS+eVYZOLZD5SA1If59rqBAiy4raMgorQwXWqjSsjK1SF4As+qzPLqA==' },
  92: {
    version: '10.1.0',
    integrity: 'sha512-NZQVf+J4kqG4sVhRm3WNmOfzY0OtTSm+S8rg77pwePa9RCYHzhnzRs8YvNI6L9tALIW6RpmefWiPURt3vURXcw==',
    // This one is a snapshot from the middle of 92's making (4512; the release was 4515). Its baseline compiler for WebAssembly makes wrong
    // code of some functions: whether a check ends in "memory access out of bounds" changes with the order of locals. Without it all is well.
    args: ['--js-flags=--no-liftoff'],
    note: 'a snapshot before the release, run without its baseline compiler for WebAssembly, which is at fault in it',
  },
};

/** The kernels there are, oldest first. */
export const VERSIONS = Object.keys(KERNELS);

const cache = process.env.ZHIFA_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'zhifa');
const folderOf = (kernel) => join(cache, `chromium-${kernel}`);

function unpack(kernel) {
  const folder = folderOf(kernel);
  if (existsSync(folder)) return folder;
  const { version, integrity } = KERNELS[kernel];
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpacking-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, `chrome-aws-lambda@${version}`], { cwd: work });
    const archive = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')));
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new Error(`chrome-aws-lambda ${version} has the hash ${hash}`);
    execFileSync('tar', ['-xzf', archive, '--no-same-owner', '-C', work]);
    const bin = join(work, 'package/bin');
    const out = join(work, 'out');
    mkdirSync(out);
    for (const name of readdirSync(bin)) {
      const plain = brotliDecompressSync(readFileSync(join(bin, name)));
      if (/^chromium/.test(name)) writeFileSync(join(out, 'chromium'), plain, { mode: 0o755 });
      // The libraries of the machine it was packed for, and its software renderer.
      else if (/\.tar\.br$/.test(name)) execFileSync('tar', ['-xf', '-', '--no-same-owner', '-C', out], { input: plain });
      else writeFileSync(join(out, name.replace(/\.br$/, '')), plain);
    }
    // Another run may have been quicker.
    if (!existsSync(folder)) renameSync(out, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Where a kernel is, what it needs to start, and what there is to say about it: {executable, env, args, note}. */
export function kernel(version) {
  const folder = unpack(version);
  const { libraries: lender, args = [], note = '' } = KERNELS[version];
  const libraries = lender ? unpack(lender) : folder;
  return {
    executable: join(folder, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: join(libraries, 'lib') },
    // They were made for a machine with one process and no sandbox.
    args: ['--single-process', '--no-zygote', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', ...args],
    note,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of process.argv.length > 2 ? process.argv.slice(2) : VERSIONS) console.log(kernel(version).executable);
}
