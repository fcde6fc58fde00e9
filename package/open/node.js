// The modern build, from its file on the disk.
import { readFileSync } from "node:fs";
import { initSync } from "zhifa:glue";
import * as engine from "zhifa:glue";
import wasm from "zhifa:wasm";

initSync({ module: readFileSync(wasm) });

export const opened = { build: "modern", engine };
export const open = async () => opened;
