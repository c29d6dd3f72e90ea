import type { ChangedLines } from "../../src/gates/changed-lines.ts";
import type { FileChange, GateRules } from "../../src/gates/gate.ts";
import { runGatesInTurns } from "../../src/gates/in-turns.ts";
import { runGates } from "../../src/gates/list.ts";

const file = (at: number): FileChange => ({
  ...{
    path: at % 3 === 0 ? `dist/${at}.js` : `src/${at}.ts`,
    from: null,
    added: 1,
    deleted: 0,
    binary: false,
  },
  before: null,
  after: { mode: "100644", blob: "a".repeat(40), contents: null },
});
const rules: GateRules = {
  ...{ limits: { lines: 700, files: 300, coverage: 60 }, generated: ["dist/**"], protected: ["dist/1*"] },
  ...{ owns: null, granted: [], allowed: [], verify: [], coverage: null, signing: "none" },
};

const lines = (at: number): ChangedLines => ({
  ...{
    path: at % 2 === 0 ? `src/${at}.ts` : `test/${at}.test.ts`,
    from: null,
    status: "added",
    binary: false,
  },
  ...{ added: [{ number: 1, text: "export const one = 1; // c8 ignore next" }], deleted: [] },
  ...{ cut: false, commit: null },
});
const only = ["size", "scope", "protected", "dco", "gaming"];

/** The same, telling each time that somebody asks for its path. */
const watched = <One extends { readonly path: string }>(one: One, asked: () => void): One =>
  Object.defineProperty({ ...one }, "path", {
    enumerable: true,
    get: () => {
      asked();
      return one.path;
    },
  });

test.each([10, 4000])("a change of %i files is judged in turns as at once", async (count) => {
  const all = Array.from({ length: count }, (_, at) => at);
  const facts = { head: "b".repeat(40), files: all.map(file), changed: all.map(lines) };
  const turn = async () => undefined;
  expect(await runGatesInTurns(facts, rules, { only, turn })).toEqual(runGates(facts, rules, only));
});

test("between two turns no gate looks at more than some hundred files, however many there are", async () => {
  let [most, now] = [0, 0];
  const asked = () => {
    now += 1;
    most = Math.max(most, now);
  };
  const all = Array.from({ length: 4000 }, (_, at) => at);
  const facts = {
    ...{ head: "b".repeat(40), files: all.map((at) => watched(file(at), asked)) },
    changed: all.map((at) => watched(lines(at), asked)),
  };
  const turn = async () => {
    now = 0;
  };
  await runGatesInTurns(facts, rules, { only, turn });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(2000);
});
