// The classic scripts' global `zhifa`: the engine, the element and what adapters need.
import * as facade from "./facade.js";
import { bind, ZhifaCheck } from "zhifa:check";
import { attach } from "./adapters/dom.js";
import plugIn from "./adapters/jquery.js";
import { modelChecker } from "./adapters/model.js";

const own = {
  get build() { return facade.build; },
  init: options => facade.init(options).then(() => own),
  attach, bind, plugIn, modelChecker, ZhifaCheck,
};
["check", "checkForm", "checkJson", "checkJsonText", "engine", "explain", "form", "forms", "packs", "rules", "Session"].forEach(name => {
  Object.defineProperty(own, name, { get: () => facade[name], enumerable: true });
});

// A page may hold two portals: the first copy stays.
if (!self.zhifa) self.zhifa = own;
