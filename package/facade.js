/** What every build of the package offers. */
export {
  build, check, checkForm, checkJson, checkJsonText, engine, explain, form, forms, init, init as default, packs, rules, Session,
} from "./loaded.js";
