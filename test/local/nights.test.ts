import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { isThorough } from "../thorough.ts";
import {
  agentScript,
  linesOf,
  newWorld,
  type Ran,
  type Running,
  reviewerScript,
  startRun,
  type World,
} from "./world.ts";

/*
 * Nights with a laptop's real processes: limits of two accounts, a forge that goes away, runs that are killed or stopped
 * by Ctrl-C, and begun again. No attempt is charged for any of it, and all is done in the end.
 */

/** A minute each, ten of them; else one in which a little of everything comes. */
const nights = isThorough ? Array.from({ length: 10 }, (_, at) => at + 1) : [1];
const seconds = isThorough ? 60 : 9;
const bodies = ["a", "b", "c"];

/** Numbers from a fixed recurrence, so that a night can be repeated. */
const drawerOf = (seed: number) => {
  let state = seed * 7919 + 20_261_122;
  return (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
};

type Trouble = { readonly at: number } & (
  | { readonly kind: "limit"; readonly account: "day" | "night"; readonly for: number }
  | { readonly kind: "away"; readonly for: number }
  | { readonly kind: "killed" | "stopped" }
);

/** What happens when, in seconds from the begin: of each kind something. */
const troublesOf = (seed: number): Trouble[] => {
  const draw = drawerOf(seed);
  const some = (count: number) => Array.from({ length: count }, () => 1 + draw(seconds - 3));
  const many = isThorough ? 3 : 1;
  return [
    ...some(many).map((at) => ({ at, kind: "limit", account: "day", for: 2 + draw(4) }) as const),
    ...some(many).map((at) => ({ at, kind: "limit", account: "night", for: 2 + draw(4) }) as const),
    ...some(many).map((at) => ({ at, kind: "away", for: 1 + draw(isThorough ? 6 : 2) }) as const),
    ...some(many).map((at) => ({ at, kind: "killed" }) as const),
    ...some(many).map((at) => ({ at, kind: "stopped" }) as const),
  ].sort((one, other) => one.at - other.at);
};

/** Notes when it begins, works for some seconds, and says that its account's limit is reached while that is so. */
const agentOf = ({ dir }: World): string =>
  agentScript(`account=$1
now=$(date +%s)
echo "$account $MILEPOST_TODO $now" >> "${dir}/begun"
until=$(cat "${dir}/limit-$account" 2> /dev/null || echo 0)
if [ "$now" -lt "$until" ]; then
  echo "$account $now $until" >> "${dir}/turned-away"
  printf '{"outcome":"limited","until":"%s"}' "$(date -u -d "@$until" +%Y-%m-%dT%H:%M:%SZ)" > "$MILEPOST_OUTCOME"
  exit 1
fi
sleep ${isThorough ? 2 : 0.3}`);

const planOf = (world: World): string => {
  const agent = world.file("agent.sh", agentOf(world));
  const todos = (body: string) =>
    Array.from({ length: isThorough ? 4 : 2 }, (_, at) => `{ todo: ${body}${at}, title: T }`).join(", ");
  return world.plan(`limits: { attempts: 1, outageMinutes: 5 }
checkBase: false
bodies:
${bodies
  .map((body, at) => {
    const account = at === 0 ? "day" : "night";
    return `  - { body: ${body}, agent: { use: command, command: ["${agent}", ${account}], account: ${account} }, todos: [${todos(body)}] }`;
  })
  .join("\n")}
`);
};

const settingOf = (world: World, plan: string, { url, accounts }: LocalForge) => {
  const token = (role: string) => accounts.find((one) => one.role === role)?.token ?? "";
  return {
    ...{ plan, reviewer: world.file("reviewer.cjs", reviewerScript()), more: ["--forge", "github"] },
    env: {
      ...{ GITHUB_API_URL: url, GITHUB_SERVER_URL: url, GITHUB_REPOSITORY: "owner/shop" },
      ...{ GITHUB_TOKEN: token("bot"), MILEPOST_REVIEWER_TOKEN: token("reviewer") },
    },
  };
};

/** Lives through a night, and answers how the last run of the morning ended. */
const live = async (world: World, seed: number): Promise<Ran> => {
  const dataDir = join(world.dir, "forge");
  let forge = await startForge({ dataDir });
  const { port } = forge;
  const tokens = Object.fromEntries(forge.accounts.map(({ login, token }) => [login, token]));
  await forge
    .createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" })
    .catch(() => undefined);
  const setting = settingOf(world, planOf(world), forge);
  let running: Running = startRun(world, setting);
  const begun = Date.now();
  try {
    for (const trouble of troublesOf(seed)) {
      await sleep(Math.max(0, begun + trouble.at * 1000 - Date.now()));
      switch (trouble.kind) {
        case "limit":
          writeFileSync(
            join(world.dir, `limit-${trouble.account}`),
            String(Math.floor(Date.now() / 1000) + trouble.for),
          );
          break;
        case "away":
          await forge.close();
          await sleep(trouble.for * 1000);
          forge = await startForge({ dataDir, port, tokens });
          break;
        case "killed":
        case "stopped": {
          const { pid, exitCode } = running.child;
          if (pid !== undefined && exitCode === null)
            process.kill(-pid, trouble.kind === "killed" ? "SIGKILL" : "SIGINT");
          await running.ended;
          running = startRun(world, setting);
          break;
        }
        default:
          trouble satisfies never;
      }
    }
    const last = await running.ended;
    return last.code === 0 ? last : await startRun(world, setting).ended;
  } finally {
    await forge.close();
  }
};

test.each(nights)(
  "night %d: no attempt is charged, an account is tried once when its limit is over, and all is done",
  async (seed) => {
    using world = newWorld();
    const ran = await live(world, seed);
    expect({ code: ran.code, stderr: ran.stderr }).toMatchObject({ code: 0 });
    expect(ran.result.todos).toMatchObject({ total: bodies.length * (isThorough ? 4 : 2), blocked: 0 });
    expect(ran.result.todos.done).toBe(ran.result.todos.total);
    const away = readFileSync(join(world.dir, "turned-away"), { encoding: "utf8", flag: "a+" }).trim();
    const windows = away === "" ? [] : away.split("\n").map((line) => line.split(" "));
    for (const [account = "", from = "", until = ""] of windows) {
      // Who was at its start when the first was turned away had not heard of it.
      const tries = linesOf(world, "begun").filter((line) => {
        const [of, , at] = line.split(" ");
        return of === account && Number(at) > Number(from) + 2 && Number(at) < Number(until);
      });
      expect(tries).toEqual([]);
    }
  },
  (seconds + 240) * 1000,
);
