import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import fc from "fast-check";
import { startForge } from "../../src/forge/server.ts";
import { startGitWorker } from "../../src/git/worker-client.ts";
import { memory } from "../folders.ts";
import { scriptedRunner } from "../forge/runner.ts";
import { type Act, type Stage as Acting, at, declined, help, kinds, play } from "./random-acts.ts";
import { workflowFor } from "./rules.ts";
import { tried } from "./seeded.ts";
import {
  agentScript,
  newWorld,
  type Ran,
  type Running,
  reviewerScript,
  startRun,
  type World,
} from "./world.ts";

/*
 * People merge, push and close in any order while lanes run, with real git and the real forge. Each todo adds a file of
 * its own and a line to one that its body shares, so that what is shown or merged twice, or lost, can be told.
 */

interface Played {
  /** How many todos each body has. */
  readonly bodies: readonly number[];
  readonly merge: "manual" | "auto";
  readonly acts: readonly Act[];
}

const anyPlayed = fc.record<Played>({
  bodies: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  merge: fc.constantFrom("manual", "manual", "auto"),
  acts: fc.array(
    fc.record<Act>({
      kind: fc.constantFrom("squash", "push", ...kinds),
      pull: fc.nat(5),
      after: fc.integer({ min: 0, max: 25 }),
    }),
    { minLength: 2, maxLength: 8 },
  ),
});

const bodyOf = (at: number): string => "ab".charAt(at);

const planText = ({ bodies, merge }: Played, check: string): string =>
  [
    `merge: ${merge}\nparallel: 2\nlimits: { rounds: 30 }\nverify: ["sh ${check}"]\nbodies:`,
    ...bodies.map((count, body) => {
      const todos = Array.from({ length: count }, (_, todo) => {
        const id = `${bodyOf(body)}${todo}`;
        return `{ todo: ${id}, title: T ${id}, order: 0${todo}${bodyOf(body)} }`;
      });
      return `  - { body: ${bodyOf(body)}, todos: [${todos.join(", ")}] }`;
    }),
  ].join("\n");

/** Nothing is there twice. */
const check = `for file in shared-*.txt; do
  [ -e "$file" ] || continue
  twice="$(sort "$file" | uniq -d)"
  if [ -n "$twice" ]; then echo "$file has $twice twice"; exit 1; fi
done`;

/** Says once that it was there; takes in what it conflicts with, keeping what both sides have. */
const sharing = `if [ "$MILEPOST_ROUND" != 1 ]; then
  git fetch --quiet origin 2> /dev/null || true
  git merge --quiet --no-edit "origin/$MILEPOST_BASE" > /dev/null 2>&1 || {
    for file in $(git diff --name-only --diff-filter=U); do
      sed -e '/^<<<<<<<\\|^=======\\|^>>>>>>>/d' "$file" | awk '!seen[$0]++' > "$file.new"
      mv "$file.new" "$file"
    done
    git add --all
    git commit --quiet --no-edit
  }
fi
shared="shared-$MILEPOST_BODY.txt"
grep --quiet --line-regexp "$MILEPOST_TODO" "$shared" 2> /dev/null || echo "$MILEPOST_TODO" >> "$shared"`;

interface Stage extends Acting {
  /** Starts a run. */
  readonly run: () => Running;
}

/** Runs the plan while people act, and then until it is closed; answers what its last run came to. */
const playOut = async (played: Played, stage: Stage): Promise<Ran> => {
  let turn = 0;
  for (let runs = 0; ; runs += 1) {
    let isOver = false;
    // What people do after a run's last look is for the next one to see.
    const hasSeenAll = turn >= played.acts.length;
    const running = stage.run();
    const ended = running.ended.finally(() => {
      isOver = true;
    });
    while (turn < played.acts.length && !isOver) {
      const act = played.acts[turn];
      if (!act) break;
      await Promise.race([ended, toldBy(running, act.after)]);
      await play(act, turn, stage).catch(declined);
      turn += 1;
    }
    const ran = await ended;
    const isDone = hasSeenAll && ran.code === 0 && ran.result.milestone?.state === "closed";
    if (isDone || runs > 12) return ran;
    await help(stage.octokit);
  }
};

/** Waits until a run has told of so many more events. */
const toldBy = ({ child: { stdout } }: Running, events: number): Promise<void> =>
  new Promise((resolve) => {
    let left = events;
    const count = (chunk: Buffer | string): void => {
      left -= chunk.toString().split("\n").length - 1;
      if (left > 0) return;
      stdout?.off("data", count);
      resolve();
    };
    stdout?.on("data", count);
    count("");
  });

/** What each open pull request shows that is neither its own, nor of what was merged into it. */
const shownBesides = async ({ octokit, pushed }: Stage): Promise<string[]> => {
  const { rest } = octokit;
  const { data: pulls } = await rest.pulls.list({ ...at, state: "all", per_page: 100 });
  const ownOf = (branch: string): string[] => {
    const [, id = ""] = /-(\w+)$/.exec(branch) ?? [];
    const into = pulls.filter(({ base, merged_at }) => merged_at !== null && base.ref === branch);
    return [
      `src/${id.charAt(0)}/${id}.txt`,
      `shared-${id.charAt(0)}.txt`,
      ...(pushed.get(branch) ?? []),
      ...into.flatMap(({ head }) => ownOf(head.ref)),
    ];
  };
  const found: string[] = [];
  for (const { number: pull_number, head, state } of pulls) {
    if (state !== "open") continue;
    const own = ownOf(head.ref);
    const { data: files } = await rest.pulls.listFiles({ ...at, pull_number, per_page: 100 });
    const lines = own.filter((path) => path.startsWith("shared-")).length;
    for (const { filename, additions, deletions } of files) {
      const isWhole = !filename.startsWith("shared-") || (additions === lines && deletions === 0);
      if (!own.includes(filename) || !isWhole)
        found.push(`${head.ref} shows ${filename} +${additions} -${deletions}`);
    }
  }
  return found;
};

/** The files of the base with all that is open merged in submission order; what its check says is wrong with them. */
const landed = (repository: string, { result }: Ran, script: string) => {
  const dir = mkdtempSync(join(memory, "milepost-landed-"));
  const sh = (...command: [string, ...string[]]) =>
    execFileSync(command[0], command.slice(1), { cwd: dir, encoding: "utf8" });
  try {
    sh("git", "clone", "--quiet", repository, ".");
    sh("git", "config", "user.email", "us@example.com");
    sh("git", "config", "user.name", "Us");
    for (const { state, branch } of result.pulls)
      if (state === "open") sh("git", "merge", "--quiet", "--no-edit", `origin/${branch}`);
    const shared = readdirSync(dir).filter((name) => name.startsWith("shared-"));
    const todos = shared.flatMap((name) => readFileSync(join(dir, name), "utf8").trim().split("\n"));
    const tree = sh("git", "ls-files").trim().split("\n");
    return { said: sh("sh", script), todos: todos.sort(), paths: tree };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const opened = (world: World, played: Played, forge: Awaited<ReturnType<typeof startForge>>) => {
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const script = world.file("check.sh", check);
  const setting = {
    plan: world.plan(planText(played, script)),
    agent: world.file("agent.sh", agentScript(sharing)),
    reviewer: world.file("reviewer.sh", reviewerScript()),
    more: ["--forge", "github", "--retry"],
    env: {
      ...{ GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url, GITHUB_REPOSITORY: "owner/shop" },
      ...{ GITHUB_TOKEN: token("bot"), MILEPOST_REVIEWER_TOKEN: token("reviewer") },
    },
  };
  const stage: Stage = {
    octokit: new Octokit({ baseUrl: forge.url, auth: token("owner"), log }),
    run: () => startRun(world, setting),
    pushed: new Map(),
    red: 0,
  };
  return { stage, script };
};

/** What is wrong at the end of a run. */
const wrongIn = async (played: Played): Promise<unknown> => {
  using world = newWorld();
  const dataDir = join(world.dir, "forge");
  mkdirSync(join(world.repo, ".github/workflows"), { recursive: true });
  writeFileSync(join(world.repo, ".github/workflows/build.yml"), workflowFor());
  world.git("add", ".");
  world.git("commit", "--quiet", "--message=Add a CI");
  const runner = scriptedRunner({
    test: ({ eventName }) => {
      const isRed = eventName === "merge_group" && stage.red > 0;
      if (isRed) stage.red -= 1;
      return { conclusion: isRed ? "failure" : "success", steps: {} };
    },
  });
  await using forge = await startForge({ dataDir, actions: { runner } });
  await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
  const { stage, script } = opened(world, played, forge);
  const ran = await playOut(played, stage);
  const { code, result } = ran;
  const all = played.bodies.flatMap((count, body) =>
    Array.from({ length: count }, (_, todo) => `${bodyOf(body)}${todo}`),
  );
  const { said, todos, paths } = landed(join(dataDir, "repositories/owner/shop.git"), ran, script);
  const lost = [...stage.pushed.values()].flat().filter((path) => !paths.includes(path));
  const found = {
    ended: [code, result.milestone?.state, result.waiting],
    shown: await shownBesides(stage),
    landed: [said, ...todos],
    lost,
  };
  const wanted = { ended: [0, "closed", []], shown: [], landed: ["", ...all.sort()], lost: [] };
  return JSON.stringify(found) === JSON.stringify(wanted) ? null : found;
};

test("whatever people do meanwhile, each pull request shows its own, and all of it lands once", async () => {
  // As in a run, the forge starts its git from a small process: it would stand still at each start.
  await using _worker = startGitWorker(join(process.cwd(), "build/src/git/worker.js"));
  expect(await tried(anyPlayed, 500, wrongIn)).toEqual([]);
}, 7_200_000);
