// A page that checks one document as soon as it can: `engine` is the alias that the bundler gives each peer in turn.
import engine from 'engine';

const text = document.getElementById('document').textContent;
await engine.ready(document.documentElement.dataset.wasm);
const findings = engine.findings(engine.checkText(text));
globalThis.firstReport = { at: performance.now(), findings: findings.length };
