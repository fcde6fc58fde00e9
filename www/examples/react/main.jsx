import React, { useState } from "react";
import { createRoot } from "react-dom/client";
import { useZhifa } from "zhifa/react";

const SEVERITY = { error: "错误：", warning: "需核对：" };

function Field({ label, path, value, onChange, findings }) {
  const [left, setLeft] = useState(false);
  const id = path.replace(/\W/g, "-");
  const found = left ? findings(path).filter((finding) => finding.severity !== "info") : [];
  return (
    <p>
      <label htmlFor={id}>{label} </label>
      <input id={id} value={value} onChange={(event) => onChange(event.target.value)} onBlur={() => setLeft(true)}
        aria-invalid={found.some((finding) => finding.severity === "error")} aria-describedby={`${id}-found`} />
      <br />
      <span id={`${id}-found`}>{found.map((finding) => SEVERITY[finding.severity] + finding.message).join("；")}</span>
    </p>
  );
}

function App() {
  const [data, setData] = useState({ documentNumber: "", decidedOn: "", party: { creditCode: "" } });
  const { report, findings } = useZhifa("penalty/decision", data);
  return (
    <>
      <h1>处罚决定登记</h1>
      <Field label="文号" path="documentNumber" value={data.documentNumber} findings={findings}
        onChange={(documentNumber) => setData({ ...data, documentNumber })} />
      <Field label="统一社会信用代码" path="party.creditCode" value={data.party.creditCode} findings={findings}
        onChange={(creditCode) => setData({ ...data, party: { ...data.party, creditCode } })} />
      <Field label="决定日期" path="decidedOn" value={data.decidedOn} findings={findings}
        onChange={(decidedOn) => setData({ ...data, decidedOn })} />
      <p id="state" role="status">{report ? `错误${report.findings.filter((finding) => finding.severity === "error").length}处` : "载入中"}</p>
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
