// The measurements that need only an engine: the same module runs in Node and in the page.
import { documents } from './documents.mjs';
import { strokes } from './strokes.mjs';

const FORM = 'penalty/decision';
export const BATCH = 10_000;

const asText = (data) => JSON.stringify({ form: FORM, data });
const canon = (findings) => findings.map(({ rule, path }) => `${rule} ${path}`).sort().join('\n');

/** A difference between two engines, told with the document that shows it. */
class Mismatch extends Error {
  constructor(how, first, expected, name, got, text) {
    super(`${how}: ${first} finds\n${expected || '(nothing)'}\n${name} finds\n${got || '(nothing)'}\nin ${text}`);
  }
}

/**
 * Every engine must find the same in every document, whole and typed, before anything is timed.
 * @returns how many documents were compared, how many of them were sound, and how often each rule spoke
 */
export function compare(engines, example, count = 1_200) {
  const [[first]] = engines;
  const spoke = {};
  let sound = 0;
  for (const form of documents(example, count)) {
    const text = asText(form);
    let expected;
    for (const [name, engine] of engines) {
      const got = canon(engine.findings(engine.checkText(text)));
      expected ??= got;
      if (got !== expected) throw new Mismatch('JSON text', first, expected, name, got, text);
    }
    if (expected === '') sound += 1;
    for (const line of expected.split('\n')) spoke[line.split(' ')[0]] = (spoke[line.split(' ')[0]] ?? 0) + 1;
  }
  for (const [kind, list] of Object.entries(strokes(example))) {
    const open = engines.map(([name, engine]) => [name, engine.open(asText(example))]);
    for (const stroke of list) {
      let expected;
      for (const [name, form] of open) {
        form.type(stroke);
        const got = canon(form.findings());
        expected ??= got;
        if (got !== expected) throw new Mismatch(`${kind}: ${stroke.path} = ${stroke.text}`, first, expected, name, got, '');
      }
    }
  }
  const bytes = new TextEncoder().encode(`[${documents(example, 300).map(asText).join(',')}]`);
  let expected;
  for (const [name, engine] of engines) {
    const got = engine.checkBytes(bytes).map((result) => canon(engine.findings(result))).join('\n--\n');
    expected ??= got;
    if (got !== expected) throw new Mismatch('bytes', first, expected, name, got, 'the batch');
  }
  delete spoke[''];
  return { compared: count, sound, spoke };
}

let sink = 0;

/** Runs `step(i)` for at least `ms`; gives nanoseconds a step. */
function batch(step, ms) {
  let steps = 0;
  let chunk = 1;
  const start = performance.now();
  let now = start;
  do {
    for (let i = 0; i < chunk; i += 1) if (step(steps + i)) sink += 1;
    steps += chunk;
    now = performance.now();
    if (now - start < ms / 8) chunk *= 2;
  } while (now - start < ms);
  return ((now - start) * 1e6) / steps;
}

/** The measurements, in batches shorter than a busy machine's time slice: for each a function that gives, for an engine, a step to repeat. */
function scenarios(example) {
  const list = strokes(example);
  const texts = documents(example, 512).map(asText);
  const bytes = new TextEncoder().encode(`[${documents(example, BATCH).map(asText).join(',')}]`);
  const typing = (kind) => (engine) => {
    const form = engine.open(asText(example));
    const keys = list[kind];
    return (i) => form.type(keys[i % keys.length]);
  };
  return {
    changing: { step: typing('changing'), ms: 1 },
    unchanging: { step: typing('unchanging'), ms: 1 },
    text: { step: typing('text'), ms: 1 },
    json: { step: (engine) => (i) => engine.checkText(texts[i % texts.length]), ms: 2 },
    bytes: { step: (engine) => () => engine.checkBytes(bytes), ms: 0 },
  };
}

/**
 * Rounds in which the engines take turns, so that a busy machine is as unkind to one as to another.
 * @returns {Record<string, Record<string, number[]>>} scenario → engine → nanoseconds a step, a round each
 */
export async function measure(engines, example, rounds, only) {
  const times = {};
  for (const [scenario, { step, ms }] of Object.entries(scenarios(example))) {
    if (only && !only.includes(scenario)) continue;
    const steps = engines.map(([name, engine]) => [name, step(engine)]);
    times[scenario] = Object.fromEntries(engines.map(([name]) => [name, []]));
    for (const [, run] of steps) batch(run, ms * 150); // lets the compilers finish
    const turns = ms === 0 ? Math.ceil(rounds / 20) : rounds;
    for (let round = 0; round < turns; round += 1) {
      for (let i = 0; i < steps.length; i += 1) {
        const [name, run] = steps[(round + i) % steps.length];
        times[scenario][name].push(batch(run, ms));
      }
      await new Promise((done) => setTimeout(done)); // lets a browser breathe
    }
  }
  return times;
}
