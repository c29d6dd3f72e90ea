import fc from "fast-check";
import { makeThrowawayKey } from "../../src/git/signing/throwaway-key.ts";
import { at, changesIn, openPlace, type Place } from "./place.ts";
import {
  checksRule,
  isClosed,
  linearRule,
  mergedWithoutCi,
  only,
  ownBranches,
  queueRule,
  type Rule,
  reviewsRule,
  setRules,
  threeTodos,
  twoTodos,
  workflowFor,
} from "./rules.ts";
import type { Ran } from "./world.ts";

/*
 * Repositories with one rule each as people have them, and random mixtures, on the real forge: every plan ends closed,
 * or waiting for a person with the rule's name, and nothing is merged past a rule.
 */

interface Setting {
  readonly name: string;
  readonly set: (place: Place) => Promise<unknown>;
  /** What of its triggers limits its workflow. */
  readonly base?: string;
}

const mainAlone = "{ branches: [main] }";

const each: readonly Setting[] = [
  { name: "allows squashes alone", set: (place) => only(place, "squash") },
  { name: "allows replays alone", set: (place) => only(place, "rebase") },
  { name: "takes no merge commits", set: (place) => setRules(place, [linearRule]) },
  { name: "requires a check", set: (place) => setRules(place, [checksRule()]) },
  { name: "has a CI for the base alone", set: async () => undefined, base: mainAlone },
  {
    name: "requires a check that runs for the base alone",
    set: (place) => setRules(place, [checksRule()]),
    base: mainAlone,
  },
  {
    name: "requires heads to be up to date",
    set: (place) => setRules(place, [checksRule({ strict: true })]),
  },
  { name: "requires reviews of the last push", set: (place) => setRules(place, [reviewsRule()]) },
  { name: "has a merge queue", set: (place) => setRules(place, [checksRule(), queueRule]) },
  {
    name: "takes no merge commits on the plan's own branches",
    set: async (place) => {
      await only(place, "squash");
      await setRules(place, [linearRule], ownBranches);
    },
  },
  {
    name: "has a classic protection",
    set: ({ rest }) =>
      rest.repos.updateBranchProtection({
        ...{ ...at, branch: "main", enforce_admins: true, restrictions: null },
        required_status_checks: { strict: true, contexts: ["test"] },
        required_pull_request_reviews: { required_approving_review_count: 1 },
      }),
  },
];

test.each(each)("a plan closes in a repository that $name", async ({ set, base }) => {
  await using place = await openPlace({}, { workflow: workflowFor(base) });
  await set(place);
  isClosed(await place.run(threeTodos));
  expect(await mergedWithoutCi(place)).toEqual([]);
});

test("a plan that signs closes where replays alone are allowed: what rests on another is made one signed commit", async () => {
  const { MILEPOST_SSH_KEY = "" } = await makeThrowawayKey("ssh", {
    name: "User",
    email: "user@example.com",
  });
  await using place = await openPlace({}, { workflow: workflowFor(), env: { MILEPOST_SSH_KEY } });
  await only(place, "rebase");
  isClosed(await place.run(`signing: ssh\n${threeTodos}`));
});

const asks: readonly (readonly [string, readonly Rule[], RegExp])[] = [
  ["wants its code owners", [reviewsRule({ require_code_owner_review: true })], /code owner/],
  ["takes signed commits alone", [{ type: "required_signatures" }], /verified signatures/],
  ["lets only some update it", [{ type: "update" }], /Cannot update this protected ref/],
  ["requires what nothing runs", [checksRule({ context: "audit" })], /"audit" must have passed there/],
  [
    "wants two approvals",
    [reviewsRule({ required_approving_review_count: 2 })],
    /At least 2 approving reviews/,
  ],
];

test.each(asks)(
  "a plan waits for a person where its base %s, and says so in its words, once",
  async (_, rules, words) => {
    await using place = await openPlace({}, { workflow: workflowFor(), files: { CODEOWNERS: "* @owner\n" } });
    await setRules(place, rules);
    const ran = await place.run(threeTodos);
    expect([ran.code, ran.stderr]).toEqual([2, ""]);
    expect(ran.result.waiting.join("\n")).toMatch(words);
    // The others are approved all the same.
    expect(ran.result.todos).toMatchObject({ total: 3, done: 3 });
    expect(ran.result.pulls.map(({ state }) => state)).toEqual(["open", "open", "open"]);
    expect(await toldOn(place, ran.result.pulls[0]?.number ?? 0)).toHaveLength(1);
  },
);

const toldOn = async ({ rest }: Place, issue_number: number): Promise<string[]> => {
  const { data } = await rest.issues.listComments({ ...at, issue_number });
  return data.flatMap(({ body = "" }) => (body.includes("not merged yet") ? [body] : []));
};

const ownRules: readonly (readonly [string, readonly Rule[], RegExp])[] = [
  [
    "restrict paths",
    [{ type: "file_path_restriction", parameters: { restricted_file_paths: ["src/a/**"] } }],
    /File path is restricted: src\/a/,
  ],
  ["take signed commits alone", [{ type: "required_signatures" }], /verified signatures/],
  ["may not be made", [{ type: "creation" }], /creations being restricted/],
];

test.each(ownRules)(
  "a todo waits for a person where the plan's own branches %s, and no attempt is charged",
  async (_, rules, words) => {
    await using place = await openPlace({}, { workflow: workflowFor() });
    await setRules(place, rules, ownBranches);
    const ran = await place.run(threeTodos);
    expect(ran.code).toBe(2);
    const [waits = ""] = ran.result.waiting.filter((line) => line.startsWith("`00a`"));
    expect(waits).toMatch(/something has to be set up first/);
    expect(waits).toMatch(words);
    expect(changesIn(ran, "merge")).toEqual([]);
  },
);

test("what is to take something in waits for a person where its branch takes neither merge commits nor a forced push", async () => {
  await using place = await openPlace({}, { workflow: workflowFor() });
  await only(place, "squash");
  await setRules(place, [linearRule, { type: "non_fast_forward" }], ownBranches);
  const ran = await place.run(threeTodos);
  expect(ran.code).toBe(2);
  expect(ran.result.waiting.join("\n")).toMatch(/`00b` a2 .*blocked[\s\S]*Cannot force-push/);
  expect(ran.result.pulls.map(({ state }) => state)).toEqual(["merged", "open", "open"]);
});

const manual = twoTodos.replace("merge: auto", "merge: manual");

const numberOf = ({ result }: Ran, branch: string): number =>
  result.pulls.find((pull) => pull.branch === branch)?.number ?? 0;

test("a base that is refused to a pull request is asked about in the forge's words, and the rest goes on", async () => {
  await using place = await openPlace({}, { workflow: workflowFor() });
  const { rest } = place;
  const approved = await place.run(manual);
  expect(approved.code).toBe(0);
  await rest.pulls.create({ ...at, head: "t/00b-a2", base: "main", title: "By hand" });
  await rest.pulls.merge({ ...at, pull_number: numberOf(approved, "t/00a-a1") });
  const stuck = await place.run(threeTodos);
  expect([stuck.code, stuck.stderr]).toEqual([2, ""]);
  expect(stuck.result.waiting.join("\n")).toMatch(
    /`00b` a2 .*blocked: [\s\S]*cannot be shown on main: .*A pull request already exists/,
  );
  expect(stuck.result.todos).toEqual({ total: 3, done: 2, blocked: 1 });
});

test.each(["squash", null])(
  "what a person made a stack of the forge's is merged as it asks for (%s)",
  async (method) => {
    await using place = await openPlace({}, { workflow: workflowFor() });
    if (method === "squash") await only(place, method);
    const approved = await place.run(manual);
    expect(approved.code).toBe(0);
    const pull_requests = ["t/00a-a1", "t/00b-a2"].map((branch) => numberOf(approved, branch));
    await place.request("POST /repos/{owner}/{repo}/stacks", { ...at, pull_requests });
    isClosed(await place.run(threeTodos));
  },
);

interface Mixed {
  readonly rules: readonly Rule[];
  readonly own: readonly Rule[];
  readonly method: "squash" | "rebase" | null;
  readonly base: string;
}

const anyMixed = fc.record<Mixed>({
  rules: fc.subarray([checksRule({ strict: true }), reviewsRule(), linearRule, queueRule]),
  own: fc.subarray([linearRule, { type: "non_fast_forward" }, { type: "deletion" }]),
  method: fc.constantFrom("squash", "rebase", null),
  base: fc.constantFrom("", mainAlone),
});

test("in any mixture of rules a plan closes, or waits for a person in the words of one", async () => {
  const property = fc.asyncProperty(anyMixed, async ({ rules, own, method, base }) => {
    await using place = await openPlace({}, { workflow: workflowFor(base) });
    if (method !== null) await only(place, method);
    if (rules.length > 0) await setRules(place, rules);
    if (own.length > 0) await setRules(place, own, ownBranches);
    const ran = await place.run(threeTodos);
    expect(ran.stderr).toBe("");
    if (ran.code === 0) return isClosed(ran);
    expect(ran.code).toBe(2);
    expect(ran.result.waiting.join("\n")).toMatch(/rebased|force-push|merge commits|not allowed|signed/);
  });
  await fc.assert(property, { numRuns: 40, endOnFailure: true });
}, 1_800_000);
