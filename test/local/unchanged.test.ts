import { linesOf, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const plan = `limits: { rounds: 5, attempts: 3 }
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
`;

/** An agent that works in the first round, then does no more than `later`; it counts its runs. */
const stubborn = (world: World, later: string) =>
  world.file(
    "agent.sh",
    `#!/bin/sh
set -e
cat > /dev/null
echo agent >> "${world.dir}/runs"
echo '{"outcome":"done","summary":"It is right as it is"}' > "$MILEPOST_OUTCOME"
if [ "$MILEPOST_ROUND" = 1 ]; then mkdir -p src/a; echo one > src/a/a1.txt; else ${later}; fi
`,
  );

/** A reviewer that counts its runs, too. */
const counting = (world: World, verdict: string) =>
  world.file(
    "reviewer.cjs",
    `${reviewerScript(verdict)}require("node:fs").appendFileSync("${world.dir}/runs", "reviewer\\n");\n`,
  );

const asksForPoem = `({ decision: "request_changes", summary: "Fine.", findings: [{ path: "src/a/a1.txt", line: 1, body: "This is no poem", severity: "blocking" }] })`;

test.each([
  ["does nothing", "exit 0"],
  ["makes an empty commit", "git commit --quiet --allow-empty --message=Again"],
  [
    "changes something and takes it back",
    "echo two > src/a/a1.txt; git commit --quiet --all --message=Two; git revert --no-edit HEAD > /dev/null",
  ],
])(
  "an agent that %s after a review goes to a person after one round, with the objection",
  async (_, later) => {
    using world = newWorld();
    const programs = { agent: stubborn(world, later), reviewer: counting(world, asksForPoem) };
    const run = { plan: world.plan(plan), ...programs };
    const stuck = await runToEnd(world, run);
    expect([stuck.code, linesOf(world, "runs")]).toEqual([2, ["agent", "reviewer", "agent"]]);
    expect(stuck.result.waiting).toEqual([
      expect.stringMatching(
        /the agent changed nothing, and it says "It is right as it is"; asked for: `src\/a\/a1\.txt:1`, "This is no poem"; .*`\/milepost approve`/,
      ),
    ]);
    const again = await runToEnd(world, run);
    expect([again.code, again.result.requests.write]).toEqual([2, 0]);
    const retried = await runToEnd(world, { ...run, more: ["--retry"] });
    expect([retried.code, linesOf(world, "runs")]).toEqual([2, ["agent", "reviewer", "agent", "agent"]]);
  },
);
