import type { ChangedLines } from "../../src/gates/changed-lines.ts";
import { readReport } from "../../src/gates/coverage/state.ts";
import { gateTable, gateText, runGates } from "../../src/gates/list.ts";
import { passedIf } from "../../src/gates/result.ts";
import type { SignatureKind } from "../../src/gates/signature.ts";
import { change, file, rules } from "./builders.ts";

const bad = change(file("a|b <img> @ada `x`.ts", { added: 900 }), file("ok.ts", { added: 1 }));

test("all gates judge a change, or the named ones", () => {
  expect(runGates(bad, rules()).map(({ name, kind }) => [name, kind])).toEqual([
    ["size", "failed"],
    ["scope", "passed"],
    ["protected", "passed"],
  ]);
  expect(runGates(bad, rules(), ["scope"])).toHaveLength(1);
  expect(() => runGates(bad, rules(), ["sise"])).toThrow("there is no gate sise");
});

const signed = (author: string, kind: SignatureKind, sha: string) => {
  const person = { name: "A", email: author };
  const commit = { sha, message: "", author: person, committer: person, parents: [], isBot: false };
  return { commits: [commit], signatures: [{ sha, kind, key: null }] };
};

test.each<[string, string, SignatureKind, boolean]>([
  ["an unsigned commit of the plan's author", "milepost@example.com", "unsigned", true],
  ["an unsigned commit of a person", "ada@example.com", "unsigned", false],
  ["a signed commit of a person", "ada@example.com", "good", true],
])("where people sign and the plan does not, %s is judged so", (_, author, kind, ok) => {
  const facts = { ...change(), ...signed(author, kind, "b".repeat(40)) };
  const asked = rules({ unsignedAuthor: "milepost@example.com" });
  expect(runGates(facts, asked, ["signature"])).toMatchObject([{ kind: passedIf(ok) }]);
});

test("coverage counts what the change adds, without what is generated", () => {
  const added = (path: string): ChangedLines => ({
    ...{ path, from: null, status: "added", binary: false, deleted: [], cut: false, commit: null },
    added: [{ number: 1, text: "run()" }],
  });
  const report = readReport(
    {
      path: "lcov.info",
      file: { text: "SF:a.js\nDA:1,0\nend_of_record\n", writtenAt: 1 },
      commit: null,
      head: "h",
      notBefore: null,
    },
    { roots: ["/w"], paths: new Set(["a.js", "b.gen.js"]), modules: [] },
  );
  const facts = {
    ...change(file("a.js", { added: 1 }), file("b.gen.js", { added: 1 })),
    changed: [added("a.js"), added("b.gen.js")],
    report,
  };
  const [result] = runGates(facts, rules({ generated: ["*.gen.js"] }), ["coverage"]);
  expect(result).toMatchObject({
    kind: "failed",
    evidence: { percent: 0, files: [{ path: "a.js", uncovered: [1] }] },
  });
  expect(runGates(change(), rules(), ["coverage"])).toEqual([]);
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
