/**
 * Which build runs here: found by asking the engine, never by its name.
 *
 * "modern" needs what Chromium 96, Firefox 79 and Safari 15 have; "legacy" the first WebAssembly with mutable globals; "nowasm" nothing.
 */

/** A module that uses what the modern build does: sign extension, saturating conversion, several results, references, bulk memory. */
const MODERN = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 1, 125, 2, 127, 127, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0, 10, 21, 1, 19, 0, 32, 0, 252, 0,
  192, 65, 0, 65, 0, 65, 0, 252, 10, 0, 0, 65, 0, 11,
]);

/** A module that exports a mutable global. */
const LEGACY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 6, 6, 1, 127, 1, 65, 0, 11, 7, 5, 1, 1, 97, 3, 0]);

/** "modern", "legacy" or "nowasm". */
export function choose() {
  try {
    if (!WebAssembly.validate(LEGACY)) return "nowasm";
    // Only a compilation shows whether the page's policy allows one.
    new WebAssembly.Module(LEGACY);
    return WebAssembly.validate(MODERN) ? "modern" : "legacy";
  } catch (absent) {
    return "nowasm";
  }
}
