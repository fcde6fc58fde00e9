// What a portal writes round a validator of ready objects: the form's state, and reading from text and bytes.

/** @param {(form: object) => unknown} check @param {(result: unknown) => {rule: string, path: string}[]} findings */
export function peer(check, findings) {
  const decoder = new TextDecoder();
  return {
    findings,
    check,
    ready: async () => {},
    open(text) {
      const form = JSON.parse(text).data;
      return {
        type: (stroke) => {
          stroke.put(form);
          return check(form);
        },
        findings: () => findings(check(form)),
      };
    },
    checkText: (text) => check(JSON.parse(text).data),
    checkBytes: (bytes) => JSON.parse(decoder.decode(bytes)).map((document) => check(document.data)),
  };
}
