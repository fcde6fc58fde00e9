// Stands in for WebAssembly in the glue of the build without it; `zhifaAsm` is the engine as wasm2js wrote it, put before the bundle.
export const WebAssembly = {
  Module: class {},
  Instance: class {
    constructor(module, imports) {
      this.exports = zhifaAsm(imports);
    }
  },
};
