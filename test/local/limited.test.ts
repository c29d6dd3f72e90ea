import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/local/events.ts";
import { agentScript, linesOf, newWorld, reviewerScript, runToEnd, startRun } from "./world.ts";

const bodies = `limits: { attempts: 1 }
bodies:
  - { body: a, todos: [{ todo: a1, title: A }] }
  - { body: b, todos: [{ todo: b1, title: B }] }
  - { body: c, todos: [{ todo: c1, title: C }] }
`;

/** Notes each of its runs; while the file `free` is not there it says that its limit holds for two seconds more. */
const limited = (dir: string) =>
  agentScript(`now=$(date +%s)
echo "$MILEPOST_TODO $now" >> "${dir}/runs"
test -e "${dir}/until" || echo $((now + 3)) > "${dir}/until"
if [ "$now" -lt "$(cat "${dir}/until")" ]; then
  echo "$MILEPOST_TODO" >> "${dir}/turned-away"
  printf '{"outcome":"limited","until":"%s"}' "$(date -u -d "@$(cat "${dir}/until")" +%Y-%m-%dT%H:%M:%SZ)" > "$MILEPOST_OUTCOME"
  exit 1
fi`);

test("what a limit turned away goes on by itself when that is over, one lane first, and costs no attempt", async () => {
  using world = newWorld();
  const { code, result, events } = await runToEnd(world, {
    plan: world.plan(bodies),
    agent: world.file("agent.sh", limited(world.dir)),
    reviewer: world.file("review.js", reviewerScript()),
  });
  expect(code).toBe(0);
  expect(result.todos).toMatchObject({ total: 3, done: 3, blocked: 0 });
  const turnedAway = linesOf(world, "turned-away");
  expect([...new Set(turnedAway)]).toEqual(turnedAway);
  expect(linesOf(world, "runs").length).toBe(3 + turnedAway.length);
  const held = events.flatMap((event) => (event.type === "held" ? [event.words] : []));
  expect(held[0]?.[0]).toMatch(/^agent\.sh: usage limit until \d\d:\d\d; [123] todos? waits?$/);
  expect(held.at(-1)).toEqual([]);
});

/** Stands for Claude Code whose subscription has reached its limit. */
const claude = `#!/bin/sh
case "$1" in --version) echo "2.1.332 (Claude Code)"; exit 0;; esac
cat > /dev/null
echo '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":'$(( $(date +%s) + 7200 ))',"rateLimitType":"five_hour"}}'
echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You have hit your session limit","total_cost_usd":0,"modelUsage":{}}'
exit 1
`;

test("a subscription's limit charges none of four todos, and the run waits for its end", async () => {
  using world = newWorld();
  mkdirSync(join(world.dir, "bin"));
  writeFileSync(join(world.dir, "bin/claude"), claude, { mode: 0o755 });
  const todos = ["a", "b", "c", "d"].map((id) => `  - { body: ${id}, todos: [{ todo: ${id}1, title: T }] }`);
  const running = startRun(world, {
    plan: world.plan(`agent: { use: claude }\nbodies:\n${todos.join("\n")}\n`),
    reviewer: world.file("review.js", reviewerScript()),
    env: { PATH: `${join(world.dir, "bin")}:${process.env.PATH}`, ANTHROPIC_API_KEY: "sk-ant-none" },
  });
  await new Promise<void>((resolve) => {
    let told = "";
    running.child.stdout?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (/"words":\["claude: usage limit until [^"]*; 4 todos wait"\]/.test(told)) resolve();
    });
    running.child.once("close", () => resolve());
  });
  process.kill(running.child.pid ?? 0, "SIGINT");
  const { code, events, result } = await running.ended;
  expect({ code, todos: result.todos }).toMatchObject({
    code: 130,
    todos: { total: 4, done: 0, blocked: 0 },
  });
  const ends = events.flatMap((event: RunEvent) => (event.type === "settled" ? [event.result] : []));
  expect(ends).toEqual(["troubled", "troubled", "troubled", "troubled"]);
});
