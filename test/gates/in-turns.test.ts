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

test.each([
  [10, 0],
  [2500, 10 + 5],
])("a change of %i files is judged as at once, and others go on meanwhile %i times", async (files, turns) => {
  const facts = { head: "b".repeat(40), files: Array.from({ length: files }, (_, at) => file(at)) };
  const only = ["size", "scope", "protected", "dco", "gaming"];
  let taken = 0;
  const turn = async () => {
    taken += 1;
  };
  expect(await runGatesInTurns(facts, rules, { only, turn })).toEqual(runGates(facts, rules, only));
  expect(taken).toBe(turns);
});
