import { gateTable, gateText, runGates } from "../../src/gates/list.ts";
import { change, file, rules } from "./builders.ts";

const bad = change(file("a|b <img> @ada `x`.ts", { added: 900 }), file("ok.ts", { added: 1 }));

test("all gates judge a change, or the named ones", () => {
  expect(runGates(bad, rules()).map(({ name, ok }) => [name, ok])).toEqual([
    ["size", false],
    ["scope", true],
    ["protected", true],
  ]);
  expect(runGates(bad, rules(), ["scope"])).toHaveLength(1);
  expect(() => runGates(bad, rules(), ["sise"])).toThrow("there is no gate sise");
});

test("the table has a row for each gate, and no path breaks it", () => {
  expect(gateTable(runGates(bad, rules())).split("\n")).toEqual([
    "| gate | result | what it says |",
    "|---|---|---|",
    "| size | failed | 901 hand-written lines, the limit is 700: split it, or take 201 lines out; " +
      "the largest files are a\\|b &lt;img&gt; @\u200bada \\`x\\`.ts (900), ok.ts (1); " +
      "it could be handed in as 2 parts, in this order: " +
      "(1) a\\|b &lt;img&gt; @\u200bada \\`x\\`.ts, over the limit alone: split it inside, 900 lines, " +
      "(2) ok.ts, 1 line |",
    "| scope | passed | 2 paths, all inside the scope |",
    "| protected | passed | nothing protected is touched |",
  ]);
});

test("an agent reads only what failed", () => {
  expect(gateText(runGates(change(), rules()))).toBe("");
  expect(gateText(runGates(bad, rules()))).toMatch(/^- size failed: 901 hand-written lines/);
});
