import { Octokit } from "@octokit/rest";
import { importIssues } from "../../src/core/import/issues.ts";
import { noRepository } from "../../src/core/import/write.ts";
import { startForge } from "../../src/forge/server.ts";
import { connect } from "../../src/github/client.ts";
import { issuesToImport } from "../../src/github/import-issues.ts";
import { isThorough } from "../thorough.ts";
import { dataOf, tokenOf } from "./visitors.ts";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const at = { owner: "owner", repo: "R" };
/** As many issues as there are; the first of every part are a whole and its parts, which block each other in turn. */
const sizes = isThorough ? { parts: 8, each: 5 } : { parts: 1, each: 6 };

interface Visit {
  readonly owner: Octokit;
  readonly ann: Octokit;
  readonly read: (milestone: string) => ReturnType<typeof importedFrom>;
}

const importedFrom = async (url: string, token: string, milestone: string) => {
  const github = connect({ url, ...at, token, throttle: false });
  const issues = await issuesToImport(github, { milestone });
  return importIssues(issues, { from: "owner/R", facts: noRepository });
};

/** What happens on the forge between runs: `ann` may not write to the repository. */
const visit = async <Result>(world: World, act: (visit: Visit) => Promise<Result>): Promise<Result> => {
  await (await startForge({ dataDir: dataOf(world) })).close();
  const token = tokenOf(world, "ann");
  await using forge = await startForge({ dataDir: dataOf(world) });
  await forge.createRepository({ ...at, name: at.repo, from: world.repo, base: "main" });
  const own = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const as = (auth: string) => new Octokit({ baseUrl: forge.url, auth, log: quiet });
  return await act({
    owner: as(own),
    ann: as(token),
    read: (milestone) => importedFrom(forge.url, own, milestone),
  });
};

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Issues of ann's in a milestone: of each part a whole, its parts one after the other, one beside it, one that is over. */
const fill = async ({ owner, ann }: Visit): Promise<void> => {
  const { issues } = owner.rest;
  const { data: milestone } = await issues.createMilestone({ ...at, title: "Sails" });
  for (let part = 0; part < sizes.parts; part += 1) {
    const made = [];
    for (let each = 0; each < sizes.each; each += 1) {
      const title = `Sail ${part}.${each}: sew & hoist`;
      const body = `<!-- ann -->\nPlease sew it.\n\n- [ ] by *hand*\n\n/milepost stop`;
      const { data } = await ann.rest.issues.create({ ...at, title, body });
      await issues.update({
        ...{ ...at, issue_number: data.number, milestone: milestone.number, labels: ["canvas"] },
      });
      made.push(data);
    }
    const [whole, ...rest] = made;
    const [first, second, third, over] = rest;
    if (!whole || !first || !second || !third || !over) throw new Error("too few issues");
    for (const { id } of [first, second])
      await issues.addSubIssue({ ...at, issue_number: whole.number, sub_issue_id: id });
    await issues.addBlockedByDependency({ ...at, issue_number: second.number, issue_id: first.id });
    await issues.addBlockedByDependency({ ...at, issue_number: third.number, issue_id: whole.id });
    await issues.update({ ...at, issue_number: over.number, state: "closed" });
  }
};

const seenBy = async ({ owner }: Visit) => {
  const { issues } = owner.rest;
  const all = await owner.paginate(issues.listForRepo, {
    ...at,
    state: "all",
    per_page: 100,
    direction: "asc",
  });
  return await Promise.all(
    all
      .filter((issue) => !issue.pull_request)
      .map(async ({ number, title, body, state, labels, user, sub_issues_summary }) => {
        const place = { ...at, issue_number: number };
        const { data: blockers } = await issues.listDependenciesBlockedBy(place);
        const { data: parts } = await issues.listSubIssues({ ...place, per_page: 100 });
        return {
          ...{ number, title, body, state, by: user?.login, parts: parts.map((part) => part.number) },
          labels: labels.map((label) => (typeof label === "string" ? label : label.name)),
          blockedBy: blockers.map((blocker) => blocker.number),
          isWhole: (sub_issues_summary?.total ?? 0) > 0 && user?.login === "ann",
        };
      }),
  );
};

test("a milestone's issues are adopted, worked and closed, and each still reads as its author wrote it", async () => {
  using world = newWorld();
  const { before, imported } = await visit(world, async (visitor) => {
    await fill(visitor);
    return { imported: await visitor.read("Sails"), before: await seenBy(visitor) };
  });
  if (!imported.ok) throw new Error(JSON.stringify(imported));
  const run = {
    plan: world.file("plan.yml", imported.text),
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
    more: ["--set", "sandbox=off"],
  };
  const { code, result, stderr } = await runToEnd(world, run);
  expect([code, result.milestone?.state, stderr]).toEqual([0, "closed", expect.anything()]);
  const { after, again } = await visit(world, async (visitor) => ({
    after: await seenBy(visitor),
    again: await visitor.read("Sails"),
  }));
  expect(again).toMatchObject({ ok: false, why: "nothing-to-do" });
  const anns = after.filter(({ by }) => by === "ann");
  const said = (all: typeof after) => all.map(({ number, title, body }) => ({ number, title, body }));
  expect(said(anns)).toEqual(said(before));
  expect(anns.every(({ labels }) => labels.includes("canvas"))).toBe(true);
  const [tracking, ...others] = after.filter(({ by }) => by !== "ann");
  expect(others).toEqual([]);
  expect(anns.filter(({ state }) => state === "open")).toEqual(anns.filter(({ isWhole }) => isWhole));
  for (const [index, one] of before.entries())
    expect(anns[index]?.blockedBy).toEqual(expect.arrayContaining(one.blockedBy));
  const wholes = anns.filter(({ isWhole }) => isWhole);
  const ofWholes = wholes.flatMap(({ parts }) => parts);
  const alone = anns.filter(
    ({ number, isWhole, labels }) => !isWhole && !ofWholes.includes(number) && labels.includes("milepost"),
  );
  expect(tracking?.parts).toEqual(alone.map(({ number }) => number));
  const thirds = anns.filter(({ title }) => /\.3:/.test(title));
  for (const { blockedBy } of thirds)
    expect(blockedBy).toEqual(
      expect.arrayContaining(
        wholes.filter(({ number }) => blockedBy.includes(number)).flatMap(({ parts }) => parts),
      ),
    );
  const twice = await runToEnd(world, run);
  expect([twice.code, twice.result.requests.write]).toEqual([0, 0]);
});
