import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, linesOf, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

/** An agent that adds one to a number that all share, unless it finds its fix asked for. */
const counter = `if [ "$MILEPOST_ROUND" = 1 ]; then : ; else
  git merge --quiet --no-edit "origin/$MILEPOST_BASE" > /dev/null
  echo fixed > allowed.txt
fi`;

/** Two files of `src` are too many, until somebody allows them: each todo alone is green. */
const check = (world: World): string =>
  world.file(
    "check.sh",
    `echo run >> "${world.dir}/checked"\nif [ "$(find src -type f 2>/dev/null | wc -l)" -gt 1 ] && ! [ -e allowed.txt ]; then echo "two files in src"; exit 1; fi\n`,
  );

const forgeGit = (world: World, ...args: string[]): string =>
  execFileSync("git", ["-C", join(world.repo, ".milepost/forge/repositories/owner/R.git"), ...args], {
    encoding: "utf8",
  });

test.each(["manual", "auto"])(
  "two todos that are green alone and break each other are found before they land: merge %s",
  async (merge) => {
    using world = newWorld();
    const ran = await runToEnd(world, {
      plan: world.plan(`merge: ${merge}
parallel: 2
verify: ["sh ${check(world)}"]
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`),
      agent: world.file("agent.sh", agentScript(counter)),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    });
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    const told = ran.events.flatMap((event) =>
      event.type === "change" && event.change === "send-back" ? [`${event.todo}: ${event.why}`] : [],
    );
    expect(told).toEqual(["b1: `00b` fails with what lands before it"]);
    const checks = ran.result.criteria.find(({ name }) => name === "checks");
    const what = merge === "auto" ? "" : "2 todos in submission order on ";
    expect(checks).toMatchObject({
      ok: true,
      evidence: expect.stringMatching(new RegExp(`; together: ${what}\`main\` at .*check\\.sh\` passed$`)),
    });
    // The base, each todo, twice what fails together, once what takes that in, and the fix: its tree is what lands.
    expect(linesOf(world, "checked").length).toBe(7);
    const trees = [
      forgeGit(world, "rev-parse", "main^{tree}"),
      forgeGit(world, "rev-parse", "t/00b-b1^{tree}"),
    ];
    const proofs = forgeGit(world, "for-each-ref", "--format=%(refname)", "refs/milepost/proof").split("\n");
    expect(
      proofs
        .filter(Boolean)
        .map((ref) => ref.split("/")[3]?.slice(0, 40))
        .sort(),
    ).toEqual([...new Set(trees.map((tree) => tree.trim()))].sort());
  },
);

test.each(["squash", "rebase"] as const)(
  "a repository that allows nothing but %s lands a stack in order, each todo as its own change",
  async (method) => {
    using world = newWorld();
    const dataDir = join(world.dir, "forge");
    await using forge = await startForge({ dataDir });
    await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
    const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
    const { rest } = new Octokit({ baseUrl: forge.url, auth: token("owner") });
    const at = { owner: "owner", repo: "shop" };
    await rest.repos.update({
      ...at,
      allow_merge_commit: false,
      allow_squash_merge: method === "squash",
      allow_rebase_merge: method === "rebase",
    });
    const ran = await runToEnd(world, {
      plan: world.plan(`merge: auto
verify: ["echo run >> ${world.dir}/verified"]
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 01a, title: B }] }]
`),
      agent: world.file("agent.sh", agentScript('echo "$MILEPOST_TODO" >> shared.txt')),
      reviewer: world.file(
        "reviewer.cjs",
        reviewerScript(
          `(require("node:fs").appendFileSync("${world.dir}/judged", todo + "\\n"), { decision: "approve" })`,
        ),
      ),
      more: ["--forge", "github", "--set", "parallel=2"],
      env: {
        ...{ GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url, GITHUB_REPOSITORY: "owner/shop" },
        ...{ GITHUB_TOKEN: token("bot"), MILEPOST_REVIEWER_TOKEN: token("reviewer") },
      },
    });
    expect([ran.code, ran.result.waiting, ran.result.milestone?.state]).toEqual([0, [], "closed"]);
    const { data: pulls } = await rest.pulls.list({ ...at, state: "all" });
    expect(pulls.map(({ merged_at }) => merged_at !== null)).toEqual([true, true]);
    const { data: commits } = await rest.repos.listCommits({ ...at, sha: "main" });
    expect(commits.map(({ parents }) => parents.length)).toEqual(
      Array(commits.length - 1)
        .fill(1)
        .concat(0),
    );
    const { data: last } = await rest.repos.getCommit({ ...at, ref: "main" });
    expect(last.files?.map(({ filename, additions }) => `${filename} +${additions}`)).toEqual([
      "shared.txt +1",
      "src/a/a2.txt +1",
    ]);
    // What is made anew to be replayed is what was approved.
    expect(linesOf(world, "judged")).toEqual(["a1", "a2"]);
  },
);
