import { execFileSync } from "node:child_process";
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { isThorough } from "../thorough.ts";
import { agentScript, asksOnce, newWorld, type Ran, reviewerScript, startRun, type World } from "./world.ts";

/*
 * A run on a forge of its own is killed at a moment, some of what it keeps on this machine is lost, and the next run
 * goes on. One attempt is allowed, so that one that is charged would block the todo.
 */

/** Where a run is killed: by a program of its own, or by the forge, before it obeys the request. */
type Moment = { readonly program: string } | { readonly request: RegExp };

const toPush: Moment = { request: /^POST \/owner\/shop\.git\/git-receive-pack$/ };
const toPostReview: Moment = { request: /^POST \/repos\/owner\/shop\/pulls\/\d+\/reviews$/ };

interface State {
  readonly moments: readonly Moment[];
  /** Beside the one that stops. */
  readonly more?: string;
  /** What happens on the forge while nothing runs. */
  readonly meanwhile?: (world: World) => void;
}

const states: Readonly<Record<string, State>> = {
  "with its agent at work": { moments: [{ program: "agent a1 1" }] },
  "with its agent's work at the gates": { moments: [{ program: "verify 1" }] },
  "with its agent's work to be pushed": { moments: [toPush] },
  "in its first review": { moments: [{ program: "reviewer a1 1" }] },
  "with its first verdict to be posted": { moments: [toPostReview] },
  "asked for changes, with those to be pushed": { moments: [{ program: "agent a1 2" }, toPush] },
  "in its second review": { moments: [{ program: "reviewer a1 2" }] },
  "in the review of what a person has pushed": {
    moments: [{ program: "reviewer a1 2" }],
    meanwhile: (world) => pushAsPerson(world, []),
  },
  "in the review of what a person has pushed in the place of what was reviewed": {
    moments: [{ program: "reviewer a1 2" }],
    meanwhile: (world) => pushAsPerson(world, ["--amend"]),
  },
  "in the review of what a person has pushed, with its verdict to be posted": {
    moments: [{ program: "reviewer a1 2" }, toPostReview],
    meanwhile: (world) => pushAsPerson(world, []),
  },
  "approved, with the next at work": {
    moments: [{ program: "agent a2 1" }],
    more: ", { todo: a2, order: 00b, title: A2 }",
  },
};

const publisher = "R/.milepost/github/publisher.git";

/** What is lost, as paths from the world's folder. */
const losses: Readonly<Record<string, readonly string[]>> = {
  "the hand-offs are": ["R/.milepost/github/lanes"],
  "the publisher is": [publisher],
  "all but the hand-offs is": [publisher, "R/.milepost/github/hub.git", "R-worktrees"],
  "all is, as in a fresh clone,": ["R/.milepost", "R-worktrees"],
};

/** Every second state loses everything, and three of them a part of it too: a run for each of all pairs takes minutes. */
const lossesOf = (state: State) => {
  const all = Object.entries(losses);
  const at = Object.values(states).indexOf(state);
  return isThorough ? all : all.filter((_, loss) => loss === all.length - 1 || loss === at / 4);
};

const tried = Object.entries(states).filter((_, at) => isThorough || at % 8 === 0);

describe.each(tried)("a todo that stops %s", (_, state) => {
  const world = newWorld();
  const saved = `${world.dir}.saved`;
  afterAll(() => {
    rmSync(saved, { recursive: true, force: true });
    world[Symbol.dispose]();
  });

  beforeAll(async () => {
    for (const moment of state.moments) expect((await runUntil(world, state, moment)).code).toBeNull();
    state.meanwhile?.(world);
    cpSync(world.dir, saved, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  });

  test.each(lossesOf(state))("goes on and closes when %s lost", async (_loss, lost) => {
    rmSync(world.dir, { recursive: true, force: true });
    cpSync(saved, world.dir, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    for (const path of lost) rmSync(join(world.dir, path), { recursive: true, force: true });
    const { code, events, stderr } = await runUntil(world, state, null);
    const settled = events.flatMap((event) => (event.type === "settled" ? [event] : []));
    const unfit = settled.filter(({ result }) => result !== "approved" && result !== "changes requested");
    expect({ unfit, code, stderr }).toEqual({ unfit: [], code: 0, stderr: expect.any(String) });
  });
});

/** Runs the plan until a moment, or to its end. */
const runUntil = async (world: World, { moments, more = "" }: State, moment: Moment | null): Promise<Ran> => {
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
  if (!existsSync(join(world.dir, "begun"))) {
    await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
    world.file("begun", "");
  }
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const asks = moments.some((one) => "program" in one && one.program.endsWith(" a1 2"));
  const dies = `[ "$(cat "${world.dir}/stop")" = "$now" ] && { kill -9 "$(cat "${world.dir}/pid")"; exit 1; }`;
  world.file("stop", moment && "program" in moment ? moment.program : "");
  let kill: () => void = () => undefined;
  await using door = await openDoor(forge, (asked) => {
    const isIt = moment !== null && "request" in moment && moment.request.test(asked);
    if (isIt) kill();
    return isIt;
  });
  const running = startRun(world, {
    plan: world.plan(`limits: { attempts: 1, fixes: 0 }
verify: ['now="verify $(cat ${world.dir}/round)"; ${dies}; true']
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }${more}] }
`),
    agent: world.file(
      "agent.sh",
      agentScript(
        `echo "$MILEPOST_ROUND" > "${world.dir}/round"; now="agent $MILEPOST_TODO $MILEPOST_ROUND"; ${dies} || true`,
      ),
    ),
    reviewer: world.file(
      "reviewer.sh",
      `#!/bin/sh\nnow="reviewer $MILEPOST_TODO $MILEPOST_ROUND"\n${dies}\nexec "${world.file("reviewer.cjs", reviewerScript(asks ? asksOnce : undefined))}"\n`,
    ),
    more: ["--forge", "github"],
    env: {
      GITHUB_API_URL: door.url,
      GITHUB_SERVER_URL: door.url,
      GITHUB_REPOSITORY: "owner/shop",
      GITHUB_TOKEN: token("bot"),
      MILEPOST_REVIEWER_TOKEN: token("reviewer"),
    },
  });
  world.file("pid", String(running.child.pid));
  kill = () => running.child.kill("SIGKILL");
  return await running.ended;
};

/** A way to the forge that can be shut: answers no request for which `isLast` says so. */
const openDoor = async (
  { url }: Pick<LocalForge, "url">,
  isLast: (asked: string) => boolean,
): Promise<{ readonly url: string } & AsyncDisposable> => {
  const server = createServer((asked, answer) => {
    if (isLast(`${asked.method} ${asked.url?.replace(/\?.*/, "")}`)) {
      asked.destroy();
      return;
    }
    const { method, headers } = asked;
    const inner = request(
      new URL(asked.url ?? "/", url),
      { method, headers },
      (answered: IncomingMessage) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    // Who asked was killed: there is nobody to tell.
    inner.on("error", () => answer.destroy());
    asked.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Pushes to the branch of the first todo. */
const pushAsPerson = (world: World, how: readonly string[]): void => {
  const clone = join(world.dir, "person");
  const forge = join(world.dir, "forge/repositories/owner/shop.git");
  const branch = "t/00a-a1";
  execFileSync("git", ["clone", "--quiet", "--branch", branch, forge, clone]);
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args]);
  writeFileSync(join(clone, "src/a/note.txt"), "a person's\n");
  git("add", "--all");
  git("commit", "--quiet", "--signoff", "-m", "Say it better", ...how);
  git("push", "--quiet", "--force", "origin", `HEAD:${branch}`);
};
