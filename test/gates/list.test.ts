import { allPass } from "../../src/core/gate-outcome.ts";
import type { ChangedLines } from "../../src/gates/changed-lines.ts";
import { readReport } from "../../src/gates/coverage/state.ts";
import { gatesAt, saidInCheckout } from "../../src/gates/in-lane.ts";
import { gateTable, gateText, runGates } from "../../src/gates/list.ts";
import type { GateResult } from "../../src/gates/result.ts";
import { passedIf } from "../../src/gates/result.ts";
import type { SignatureKind } from "../../src/gates/signature.ts";
import { change, file, read, rules, told } from "./builders.ts";

const bad = read(file("a|b <img> @ada `x`.ts", { added: 900 }), file("ok.ts", { added: 1 }));

test("all gates judge a change, or the named ones", () => {
  expect(runGates(bad, rules()).map(({ name, kind }) => [name, kind])).toEqual([
    ["size", "failed"],
    ["scope", "passed"],
    ["protected", "passed"],
    ["dco", "passed"],
    ["secrets", "passed"],
    ["gaming", "passed"],
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

test.each([
  ["its App's address is a bot's", "7+writer[bot]@users.noreply.github.com", true],
  ["another bot's address is nobody's", "8+writer[bot]@users.noreply.github.com", false],
])("of the sign-offs of a plan's commits, %s", (_, author, ok) => {
  const facts = { ...change(), ...signed(author, "unsigned", "b".repeat(40)) };
  const asked = rules({ appAuthor: "7+writer[bot]@users.noreply.github.com" });
  expect(runGates(facts, asked, ["dco"])).toMatchObject([{ kind: passedIf(ok) }]);
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
});

test("the table has a row for each gate, and no path breaks it", () => {
  expect(gateTable(runGates(bad, rules())).split("\n")).toEqual([
    "| gate | result | what it says |",
    "|---|---|---|",
    "| size | failed | 901 hand-written lines, the limit is 700: split it, or take 201 lines out; " +
      "the largest files are a\\|b \\<img\\> @\u200bada `x`.ts (900), ok.ts (1); " +
      "it could be handed in as 2 parts, in this order: " +
      "(1) a\\|b \\<img\\> @\u200bada `x`.ts, over the limit alone: split it inside, 900 lines, " +
      "(2) ok.ts, 1 line |",
    "| scope | passed | 2 paths, all inside the scope |",
    "| protected | passed | nothing protected is touched |",
    "| dco | passed | 0 commits, all signed off |",
    "| secrets | passed | no secrets in the added lines |",
    "| gaming | passed | no test, threshold or rule was weakened |",
  ]);
});

test("an agent reads only what failed", () => {
  expect(gateText(runGates(read(), rules()))).toBe("");
  expect(gateText(runGates(bad, rules()))).toMatch(/^- size failed: 901 hand-written lines/);
});

const wanted = rules({
  verify: ["npm test"],
  coverage: { reports: ["lcov.info"], code: [] },
  signing: "ssh",
});

test.each<[string, string]>([
  ["dco", "commits"],
  ["signature", "signatures"],
  ["verify", "checkout"],
  ["coverage", "checkout"],
  ["secrets", "secrets"],
  ["gaming", "lines"],
])("%s stops a change of which its facts were not read, and says which", (name, lacks) => {
  const results = runGates(change(), wanted, [name]);
  expect(results).toMatchObject([{ name, kind: "unjudged", lacks }]);
  expect(allPass(results)).toBe(false);
  expect(gateText(results)).toMatch(/failed, not judged: it could not be judged, because .*: run it again$/);
});

test("what the rules do not ask for is not judged, and says so when it is named", () => {
  const names = runGates(read(), rules()).map(({ name }) => name);
  expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(verify|coverage|signature)$/)]));
  expect(runGates(read(), rules(), ["signature"])).toEqual([
    told("skipped", "signature", "the plan asks for no signatures"),
  ]);
});

test("coverage is skipped where verify failed before it came to a report", () => {
  const verified = [{ command: "npm test", ok: false, how: "exit code 1" }];
  const results = runGates({ ...read(), verified }, wanted, ["verify", "coverage"]);
  expect(results.map(({ kind }) => kind)).toEqual(["failed", "skipped"]);
});

const verifyPassed = told("passed", "verify");
const coveragePassed = told("passed", "coverage");

test.each<[string, GateResult[], string[]]>([
  ["all of it", [verifyPassed, coveragePassed, told("failed", "size")], ["verify passed", "coverage passed"]],
  ["no word of verify", [coveragePassed], ["coverage passed", "verify unjudged"]],
  ["no word of coverage", [verifyPassed], ["verify passed", "coverage unjudged"]],
  [
    "coverage skipped without a reason",
    [verifyPassed, told("skipped", "coverage")],
    ["verify passed", "coverage unjudged"],
  ],
  ["verify skipped", [told("skipped", "verify"), coveragePassed], ["coverage passed", "verify unjudged"]],
  [
    "verify failed, and nothing of coverage",
    [told("failed", "verify")],
    ["verify failed", "coverage skipped"],
  ],
  [
    "two words of verify",
    [verifyPassed, told("failed", "verify"), coveragePassed],
    ["verify passed", "verify failed", "coverage passed"],
  ],
  ["nothing", [], ["verify unjudged", "coverage unjudged"]],
])("of a checkout that hands on %s nothing is taken for passed that was not said", (_, handed, said) => {
  expect(saidInCheckout(handed, wanted).map(({ name, kind }) => `${name} ${kind}`)).toEqual(said);
});

test("a lane judges each gate where its facts are", () => {
  const at = (commits: boolean, checkout: boolean) => gatesAt(wanted, { commits, checkout });
  expect(at(false, true)).toEqual(["size", "scope", "protected", "verify", "coverage", "secrets", "gaming"]);
  expect(at(true, false)).toEqual(["size", "scope", "protected", "dco", "signature", "secrets", "gaming"]);
  expect(at(false, false)).toEqual(["size", "scope", "protected", "secrets", "gaming"]);
});
