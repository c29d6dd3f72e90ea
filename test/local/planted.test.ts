import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { groupBy } from "../../src/core/group.ts";
import { tried } from "./seeded.ts";
import { agentScript, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

/** Todos of which some, two or three at a time, break each other, although each of them passes by itself. */
interface Planted {
  readonly count: number;
  /** How many todos a body has. */
  readonly each: number;
  readonly merge: "manual" | "auto";
  readonly groups: readonly (readonly number[])[];
}

const anyPlanted = fc.integer({ min: 5, max: 20 }).chain((count) => {
  const todo = fc.integer({ min: 0, max: count - 1 });
  const group = fc.uniqueArray(todo, { minLength: 2, maxLength: 3 });
  return fc.record<Planted>({
    count: fc.constant(count),
    each: fc.integer({ min: 1, max: 3 }),
    merge: fc.constantFrom("manual", "auto"),
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
  });
});

const letter = (at: number): string => String.fromCharCode(97 + at);
const nameOf = (todo: number, { each }: Planted): string => `${letter(Math.floor(todo / each))}${todo}`;

const bodiesOf = (planted: Planted): string => {
  const bodies = groupBy(
    Array.from({ length: planted.count }, (_, todo) => todo),
    (todo) => letter(Math.floor(todo / planted.each)),
  );
  return [...bodies]
    .map(([body, todos]) => {
      const all = todos.map((todo) => {
        const order = `${String(todo).padStart(2, "0")}a`;
        return `{ todo: ${nameOf(todo, planted)}, title: T ${todo}, order: ${order} }`;
      });
      return `  - { body: ${body}, todos: [${all.join(", ")}] }`;
    })
    .join("\n");
};

/** A group is red where all of it is, until somebody who has seen all of it says how it goes together. */
const checkScript = (planted: Planted): string =>
  planted.groups
    .map((group) => {
      const files = group.map((todo) => `[ -e src/*/${nameOf(todo, planted)}.txt ]`).join(" && ");
      const mended = `mended-${group.join("-")}.txt`;
      return `if ${files} && ! [ -e ${mended} ]; then echo "${mended} is missing"; exit 1; fi`;
    })
    .join("\n");

/** An agent takes in what it rests on where it is sent back, and mends what the check says, until it passes. */
const mending = (
  check: string,
): string => `if [ "$MILEPOST_ROUND" != 1 ]; then git merge --quiet --no-edit "origin/$MILEPOST_BASE" > /dev/null; fi
for turn in 1 2 3 4; do
  missing="$(sh ${check} | sed 's/ is missing//')" || true
  if [ -z "$missing" ]; then break; fi
  echo yes > "$missing"
done`;

/** Runs the check on what would land: the base, and what is open in submission order. */
const landed = (world: World, { result }: Ran, check: string): string => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-landed-"));
  const sh = (...command: [string, ...string[]]) =>
    execFileSync(command[0], command.slice(1), { cwd: dir, encoding: "utf8" });
  try {
    sh("git", "clone", "--quiet", join(world.repo, ".milepost/forge/repositories/owner/R.git"), ".");
    sh("git", "config", "user.email", "us@example.com");
    sh("git", "config", "user.name", "Us");
    for (const { state, branch } of result.pulls)
      if (state === "open") sh("git", "merge", "--quiet", "--no-edit", `origin/${branch}`);
    return sh("sh", check);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** How often the plan's commands ran in each proof of what lands. */
const runsIn = ({ events }: Ran): number[] => {
  const runs: number[] = [];
  let now = 0;
  for (const event of events) {
    if (event.type !== "landing") continue;
    if (event.ended === null && event.stage.startsWith("verify")) now += 1;
    if (event.ended === null) continue;
    runs.push(now);
    now = 0;
  }
  return runs;
};

/** The todos that were sent back for what they break. */
const blamedIn = ({ events }: Ran): string[] =>
  events.flatMap((event) =>
    event.type === "change" && event.change === "send-back" ? [event.todo ?? ""] : [],
  );

/** What is wrong with how a plan ended. */
const wrongIn = async (planted: Planted): Promise<unknown> => {
  using world = newWorld();
  const check = world.file("check.sh", checkScript(planted));
  const ran = await runToEnd(world, {
    plan: world.plan(
      `merge: ${planted.merge}\nparallel: 4\nlimits: { rounds: 20 }\nverify: ["sh ${check}"]\nbodies:\n${bodiesOf(planted)}\n`,
    ),
    agent: world.file("agent.sh", agentScript(mending(check))),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  });
  const most = 3 + Math.ceil(Math.log2(planted.count));
  const last = planted.groups.map((group) => nameOf(Math.max(...group), planted));
  const found = {
    ended: [ran.code, ran.result.milestone?.state, ran.result.waiting],
    landed: landed(world, ran, check),
    tooOften: runsIn(ran).filter((runs) => runs > most),
    blamed: blamedIn(ran).filter((todo) => !last.includes(todo)),
  };
  const wanted = { ended: [0, "closed", []], landed: "", tooOften: [], blamed: [] };
  return JSON.stringify(found) === JSON.stringify(wanted) ? null : found;
};

test("no plan with planted conflicts closes red, and each is named in at most 3 + ⌈log₂ n⌉ runs", async () => {
  expect(await tried(anyPlanted, 200, wrongIn)).toEqual([]);
}, 7_200_000);
