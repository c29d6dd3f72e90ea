import { execFileSync } from "node:child_process";
import { join } from "node:path";
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
    // The base, each todo, twice what fails together, and the fix: its tree is what lands.
    expect(linesOf(world, "checked").length).toBe(6);
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
