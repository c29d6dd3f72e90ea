import { deciding, linesOf, newWorld, type Ran, runToEnd, type World } from "./world.ts";

/** What an agent does after the review of its first round, each in a body and a todo of its own name. */
const ways: Readonly<Record<string, { readonly name: string; readonly later: string }>> = {
  idle: { name: "does nothing", later: "exit 0" },
  empty: { name: "makes an empty commit", later: "git commit --quiet --allow-empty --message=Again" },
  back: {
    name: "changes something and takes it back",
    later:
      'echo two > "src/$MILEPOST_TODO.txt"; git commit --quiet --all --message=Two; git revert --no-edit HEAD > /dev/null',
  },
};

const bodies = Object.keys(ways).map((way) => `  - { body: ${way}, todos: [{ todo: ${way}, title: A }] }`);

/** An agent that works in the first round, then as the todo's way is; it counts its runs. */
const stubborn = (world: World) =>
  world.file(
    "agent.sh",
    `#!/bin/sh
set -e
cat > /dev/null
echo agent >> "${world.dir}/runs.$MILEPOST_TODO"
echo '{"outcome":"done","summary":"It is right as it is"}' > "$MILEPOST_OUTCOME"
if [ "$MILEPOST_ROUND" = 1 ]; then mkdir -p src; echo one > "src/$MILEPOST_TODO.txt"; exit 0; fi
case "$MILEPOST_TODO" in
${Object.entries(ways)
  .map(([way, { later }]) => `${way}) ${later};;`)
  .join("\n")}
esac
`,
  );

/** A reviewer that counts its runs, too. */
const counting = (world: World, verdict: string) =>
  world.file(
    "reviewer.cjs",
    `${deciding(verdict)}require("node:fs").appendFileSync("${world.dir}/runs." + todo, "reviewer\\n");\n`,
  );

const asksForPoem =
  '({ decision: "request_changes", summary: "Fine.", findings: [{ path: "src/" + todo + ".txt", line: 1, body: "This is no poem", severity: "blocking" }] })';

describe("an agent that changes nothing after a review", () => {
  const world = newWorld();
  const runs = () => Object.keys(ways).map((way) => linesOf(world, `runs.${way}`));
  let stuck: Ran;
  let again: Ran;
  let retried: Ran;
  let first: string[][];

  beforeAll(async () => {
    const plan = world.plan(`limits: { rounds: 5, attempts: 3 }\nbodies:\n${bodies.join("\n")}\n`);
    const run = { plan, agent: stubborn(world), reviewer: counting(world, asksForPoem) };
    stuck = await runToEnd(world, run);
    first = runs();
    again = await runToEnd(world, run);
    retried = await runToEnd(world, { ...run, more: ["--retry"] });
  });
  afterAll(() => world[Symbol.dispose]());

  test.each(Object.entries(ways).map(([way, { name }]) => [name, way] as const))(
    "and %s goes to a person after one round, with the objection",
    (_, way) => {
      expect(stuck.code).toBe(2);
      expect(first[Object.keys(ways).indexOf(way)]).toEqual(["agent", "reviewer", "agent"]);
      expect(stuck.result.waiting.filter((line) => line.includes(`src/${way}.txt`))).toEqual([
        expect.stringMatching(
          /the agent changed nothing, and it says "It is right as it is"; asked for: `src\/\w+\.txt:1`, "This is no poem"; .*next: {2}milepost say \S+ approve /s,
        ),
      ]);
    },
  );

  test("is not run again before a person has said something", () => {
    expect([again.code, again.result.requests.write]).toEqual([2, 0]);
  });

  test("is run once more with --retry, and reviewed no more", () => {
    const all = Object.keys(ways).map(() => ["agent", "reviewer", "agent", "agent"]);
    expect([retried.code, runs()]).toEqual([2, all]);
  });
});
