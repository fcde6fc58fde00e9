// A portal's use of the package as a compiler sees it; `tsc` reads it and nothing runs it. Each @ts-expect-error must be one.
import init, { build, check, type Build, type Report } from "zhifa";
import { bind, type ZhifaCheck } from "zhifa/check";
import { start } from "zhifa/worker";
import { antdRules } from "zhifa/antd";
import { attach } from "zhifa/dom";
import { useZhifa as useInReact } from "zhifa/react";
import { useZhifa as useInVue } from "zhifa/vue";
import plugIn from "zhifa/jquery";
import "zhifa/legacy";

await init({ build: "legacy" });
const taken: Build | "" = build;
const report: Report = check({ form: "penalty/decision", data: {} });

const element: ZhifaCheck = document.createElement("zhifa-check");
element.addEventListener("zhifa-report", ({ detail }) => console.log(detail.report.outcome, detail.trigger));
element.addEventListener("zhifa-reveal", ({ detail, target }) => {
  if (target instanceof HTMLElement) target.title = detail.path;
});

const engine = start();
const forms: string[] = (await engine.forms()).map(({ id }) => id);

const attached = await attach(document.forms[0]!, "penalty/decision", { mapping: { xydm: "party.creditCode" }, date: "2026-11-23" });
attached.acknowledge("WZ002", "/documentNumber", "系统编号");
attached.stop();
const rules = antdRules("penalty/decision")(["party", "creditCode"]);
const { findings } = useInReact("penalty/decision", {});
const { rule } = useInVue("penalty/decision", {}, ["party.name"]);
plugIn({});
const global: Build | "" = zhifa.build;

// @ts-expect-error: no such build
await init({ build: "newest" });
// @ts-expect-error: no such form
antdRules("penalty/desicion");
// @ts-expect-error: a worker answers later
const now: { id: string }[] = engine.forms();

export { bind, findings, forms, global, now, report, rule, rules, taken };
