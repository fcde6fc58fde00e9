import { attach } from "./zhifa/adapters/dom.js";

const form = document.getElementById("register");
const state = document.getElementById("state");

form.addEventListener("zhifa-report", ({ detail: { report, trigger } }) => {
  const errors = report.findings.filter((finding) => finding.severity === "error");
  state.textContent = trigger === "submit" ? "有错误，没有提交。" : `错误${errors.length}处`;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  state.textContent = "检查通过，表单可以提交。";
});

await attach(form, "penalty/decision", { mapping: { wh: "documentNumber", xydm: "party.creditCode", rq: "decidedOn" } });
