// For servers: ready as soon as it is imported.
import { opened } from "zhifa:open";
import { adopt } from "./loaded.js";

adopt(opened);

export * from "./facade.js";
export { init as default } from "./facade.js";
