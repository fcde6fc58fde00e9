// One build and no other.
import start, * as engine from "zhifa:build";

export async function open() {
  await start();
  return { build: __BUILD__, engine };
}
