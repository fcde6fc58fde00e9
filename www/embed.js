// The portal's own script: rows that come later, and what it does with a form that passed.
const rows = document.getElementById("rows");
const KINDS = [["", "选择"], ["fine", "罚款"], ["confiscateIncome", "没收违法所得"], ["warning", "警告"]];

function addRow() {
  const index = rows.rows.length;
  const select = document.createElement("select");
  select.name = `penalties[${index}].kind`;
  select.setAttribute("aria-label", `第${index + 1}行种类`);
  select.append(...KINDS.map(([value, label]) => new Option(label, value)));
  const input = document.createElement("input");
  input.name = `penalties[${index}].amount`;
  input.setAttribute("aria-label", `第${index + 1}行金额`);
  const row = rows.insertRow();
  row.insertCell().append(select);
  row.insertCell().append(input);
}

addRow();
document.getElementById("more").addEventListener("click", addRow);

document.addEventListener("zhifa-report", (event) => {
  const { report, trigger } = event.detail;
  if (trigger === "submit") document.getElementById("result").textContent = `错误${report.findings.filter((f) => f.severity === "error").length}处，没有提交。`;
});
document.getElementById("register").addEventListener("submit", (event) => {
  event.preventDefault();
  document.getElementById("result").textContent = "检查通过，表单可以提交。";
});
