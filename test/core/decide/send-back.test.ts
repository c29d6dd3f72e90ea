import { sendBack } from "../../../src/core/decide/landing.ts";
import type { BaseFault } from "../../../src/core/proof/fault.ts";
import type { LandingFault, LandingHead, LandingState } from "../../../src/core/proof/landing.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { approved, planWith, type Seen, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}], c: [{}] }, { verify: ["npm test"] });
const [a, b, c] = ["p/00a-a-0", "p/00b-b-0", "p/00c-c-0"] as const;
const heads: LandingHead[] = [
  { todo: "a-0", order: "00a", branch: a, head: sha("1") },
  { todo: "b-0", order: "00b", branch: b, head: sha("2") },
  { todo: "c-0", order: "00c", branch: c, head: sha("3") },
];
const fault: BaseFault = { stage: "verify", command: "npm test", lack: null, how: "exit 1\n1 failing" };
const failing = (prefix: number): LandingFault => ({ by: "commands", prefix, fault });
const conflicting = (prefix: number, paths = ["x.txt"]): LandingFault => ({ by: "conflict", prefix, paths });
const failed = (found: LandingFault, of = heads): LandingState => ({
  ...{ kind: "failed", heads: of, of: "k", base: `${"ab".repeat(5)}${"0".repeat(30)}`, fault: found },
});

const withoutPull = ({ pull: _, ...rest }: Seen): Seen => rest;
const seen = { "a-0": approved("1"), "b-0": approved("2"), "c-0": approved("3") };
const back = (landing: LandingState | undefined, more: Readonly<Record<string, Seen>> = {}, of = plan) => {
  const desired = { ...desiredState(of, seeing(of, { ...seen, ...more })), ...(landing ? { landing } : {}) };
  const sent = sendBack(desired);
  const changed = sent.todos.filter((one, at) => one !== desired.todos[at]);
  return { ...sent, isAsIs: sent.todos === desired.todos, changed, change: sent.changes[0] };
};

test.each<[string, LandingState | undefined, Readonly<Record<string, Seen>>]>([
  ["nobody looked at", undefined, {}],
  [
    "passes",
    { kind: "passed", heads, of: "k", base: sha("b"), trees: [], isFlaky: false, isOutdated: false },
    {},
  ],
  ["is not proved yet", { kind: "unproven", heads, of: "k", base: sha("b"), entry: null }, {}],
  ["fails on the base by itself", failed({ by: "base", fault }), {}],
  ["fails by a head that is not there", failed(failing(4)), {}],
  ["fails by a todo that is not known", failed(failing(1), [{ ...heads[0], todo: "x" } as LandingHead]), {}],
  ["fails by a todo that a run holds", failed(failing(2)), { "b-0": approved("2", { claim: "live" }) }],
  ["failed by a head that is another by now", failed(failing(2)), { "b-0": approved("4") }],
  ["fails by work whose pull request is gone", failed(failing(2)), { "b-0": withoutPull(approved("2")) }],
])("nothing is sent back where what lands %s", (_, landing, more) => {
  expect(back(landing, more)).toMatchObject({ isAsIs: true, changes: [] });
});

test.each<[string, LandingFault, string, readonly string[], object, boolean | undefined]>([
  ["fails with the one before it", failing(2), "b-0", ["a-0"], { kind: "stack", ref: a }, true],
  [
    "fails with those before it",
    failing(3),
    "c-0",
    ["a-0", "b-0"],
    { kind: "integration", ref: "milepost/base/00c", parts: [a, b] },
    true,
  ],
  ["fails by itself on the base", failing(1), "a-0", [], { kind: "plan", ref: "main" }, true],
  ["conflicts with the one before it", conflicting(2), "b-0", ["a-0"], { kind: "stack", ref: a }, undefined],
])(
  "a todo that %s is sent back to rest on what lands before it",
  (_, found, todo, partners, base, behind) => {
    const { changed, change, todos } = back(failed(found));
    expect(
      changed.map(({ record }) => [record.todo, record.state.status, record.partners, record.behind]),
    ).toEqual([[todo, "changes", partners, behind]]);
    expect(todos.map((one) => one.todo.id)).toEqual(["a-0", "b-0", "c-0"]);
    const pull = Number(todo === "a-0" ? 1 : todo === "b-0" ? 2 : 3);
    expect(change).toMatchObject({
      type: "send-back",
      todo,
      pull,
      base,
      issue: { record: { base: (base as { ref: string }).ref } },
    });
  },
);

test("it rests on those alone that no other before it rests on", () => {
  const upper = approved("2", { record: { base: a } });
  const { changed, change } = back(failed(failing(3)), { "b-0": upper });
  expect(changed[0]?.record.partners).toEqual(["b-0"]);
  expect(change).toMatchObject({ base: { kind: "stack", ref: b } });
});

test("what rests on others of the prefix, but does not land before it, is no reason to leave them out", () => {
  const later = planWith({ a: [{}], b: [{}], c: [{}], d: [{}] }, { verify: ["npm test"] });
  const upper = approved("4", { record: { base: a } });
  const { changed } = back(failed(failing(2)), { "d-0": upper }, later);
  expect(changed[0]?.record.partners).toEqual(["a-0"]);
});

/** So many bodies of one approved todo each, and what lands of them. */
const landingOfBodies = (count: number) => {
  const bodies = Object.fromEntries(Array.from({ length: count }, (_, at) => [`b${at}`, [{}]]));
  const wide = planWith(bodies, { verify: ["npm test"] });
  const all = wide.bodies.flatMap(({ todos }, at) =>
    todos.map((todo) => ({ ...todo, end: (at + 1).toString(16) })),
  );
  const of = all.map(({ id, order, branch, end }) => ({ todo: id, order, branch, head: sha(end) }));
  return { wide, of, them: Object.fromEntries(all.map(({ id, end }) => [id, approved(end)])) };
};

test("it rests on sixty at most, the last ones", () => {
  const { wide, of, them } = landingOfBodies(62);
  const partners = back(failed(failing(62), of), them, wide).changed[0]?.record.partners ?? [];
  expect([partners.length, partners[0], partners.at(-1)]).toEqual([60, "b1-0", "b60-0"]);
});

const askIn = (found: LandingFault, of = heads, to = plan, them = {}) =>
  back(failed(found, of), them, to).changed[0]?.record.asks[0];

test.each<[string, LandingFault, string, object, string]>([
  [
    "whose commands fail is asked to mend it, with what was printed, quoted",
    failing(2),
    "`00b` fails with what lands before it",
    { cause: "landing", kind: "fix", title: "Make it work with what lands before it" },
    "Each branch passes by itself, but on `main` at ababababab together with `00a` (`p/00a-a-0`) `npm test` fails as soon as this branch is there. What lands before it is in `origin/p/00a-a-0`, which this branch has taken in: merge it where that is not so. Then mend what fails; keep what both sides meant.\n\n    exit 1\n    1 failing",
  ],
  [
    "that conflicts is asked to merge, with the files in which it does",
    conflicting(2),
    "`00b` conflicts with what lands before it",
    { cause: "conflict", kind: "fix", title: "Resolve the conflict with what lands before it" },
    "Merged on `main` at ababababab together with `00a` (`p/00a-a-0`), this branch conflicts in `x.txt`. Merge `origin/p/00a-a-0`, which has what lands before it, into this branch. Keep what both sides meant.",
  ],
])("a todo %s", (_, found, why, ask, body) => {
  expect(back(failed(found)).change?.why).toBe(why);
  expect(askIn(found)).toMatchObject(ask);
  expect(askIn(found)?.body).toBe(body);
});

test("what fails on the base alone is told without others", () => {
  expect(askIn(failing(1))?.body).toMatch(
    /^Each branch passes by itself, but on `main` at ababababab `npm test`/,
  );
});

test.each([
  [10, /conflicts in (?:`f\d`, ){9}`f9`\. Merge/],
  [12, /conflicts in (?:`f\d`, ){9}`f9` and 2 more\. Merge/],
])("of %d files in conflict ten are named", (count, words) => {
  const paths = Array.from({ length: count }, (_, at) => `f${at}`);
  expect(askIn(conflicting(2, paths))?.body).toMatch(words);
});

test("a file's name ends no code span", () => {
  expect(askIn(conflicting(2, ["a`b`.txt"]))?.body).toContain("conflicts in `a'b'.txt`.");
});

test.each([
  [10, /together with (?:`[0-9a-z]+` \(`[^`]+`\), ){9}`[0-9a-z]+` \(`[^`]+`\) `npm test`/],
  [12, /together with (?:`[0-9a-z]+` \(`[^`]+`\), ){9}`[0-9a-z]+` \(`[^`]+`\) and 2 before them `npm test`/],
])("of %d that land before it the last ten are named", (count, words) => {
  const { wide, of, them } = landingOfBodies(count + 1);
  const body = askIn(failing(count + 1), of, wide, them)?.body ?? "";
  expect(body).toMatch(words);
  expect(body).toContain(`(\`${of[count - 1]?.branch}\`)`);
});

test("of a long output the middle is left out", () => {
  const long: BaseFault = { ...fault, how: `first\n${"x".repeat(2900)}\nlast` };
  const { body = "" } = askIn({ by: "commands", prefix: 2, fault: long }) ?? {};
  expect(body).toContain("    first\n");
  expect(body).toContain("    last");
  expect(body.length).toBeLessThan(2900);
});
