import React, { useState } from "react";
import { createRoot } from "react-dom/client";
import { Button, Form, Input } from "antd";
import { antdRules } from "zhifa/antd";

const rules = antdRules("penalty/decision");

function Field({ label, name }) {
  return (
    <Form.Item label={label} name={name} rules={rules(name)} validateTrigger="onBlur">
      <Input />
    </Form.Item>
  );
}

function App() {
  const [state, setState] = useState("");
  return (
    <>
      <h1>处罚决定登记</h1>
      <Form onFinish={() => setState("检查通过，表单可以提交。")} onFinishFailed={() => setState("有错误，没有提交。")}>
        <Field label="文号" name="documentNumber" />
        <Field label="统一社会信用代码" name={["party", "creditCode"]} />
        <Field label="决定日期" name="decidedOn" />
        <Button type="primary" htmlType="submit">提交</Button>
      </Form>
      <p id="state" role="status">{state}</p>
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
