// A build with its WebAssembly inside: nothing is fetched.
import init from "zhifa:glue";
import packed from "zhifa:packed";
import { unpack } from "../packed.js";

export * from "zhifa:glue";

let ready;

export default function () {
  ready = ready || init({ module_or_path: unpack(packed) });
  return ready;
}
