import type { ChildProcess } from "node:child_process";
import type { ServerResponse } from "node:http";
import { startReceiver } from "../receiver.ts";
import { isThorough } from "../thorough.ts";
import { agentScript, newWorld, type Running, reviewerScript, startRun, type World } from "./world.ts";

/*
 * A run is killed, with all that it started, when a notice reaches its receiver, before or after that has answered, or
 * when the run tells of something; and is started again each time.
 */

/** When a run dies: at a post, or when it says this. */
type Death =
  | "post, unanswered"
  | "post, answered"
  | '"type":"notice"'
  | '"type":"settled"'
  | '"change":"notify"';

const deaths: readonly Death[] = isThorough
  ? [
      ...(['"type":"settled"', "post, unanswered", "post, answered", '"type":"notice"'] as const),
      ...(["post, unanswered", '"change":"notify"', "post, answered", '"type":"settled"'] as const),
      ...(["post, unanswered", "post, answered"] as const),
    ]
  : ["post, unanswered", "post, answered"];

test("however often it is killed, a receiver is told each event once, by its id", async () => {
  using world = newWorld();
  let dying: { readonly death: Death | undefined; readonly child: ChildProcess } | null = null;
  const die = (death: Death): void => {
    if (dying?.death === death) process.kill(-(dying.child.pid ?? 0), "SIGKILL");
  };
  const answer = (response: ServerResponse): void => {
    die("post, unanswered");
    response.writeHead(204).end(() => die("post, answered"));
  };
  await using receiver = await startReceiver((_, response) => answer(response));
  const left = [...deaths];
  const runTo = async (code: number, start: () => Running): Promise<void> => {
    for (;;) {
      const death = left.shift();
      const running = start();
      dying = { death, child: running.child };
      running.child.stdout?.on("data", (chunk: Buffer) => {
        if (death?.startsWith('"') && chunk.toString().includes(death)) die(death);
      });
      const ended = await running.ended;
      if (ended.code === null) continue;
      expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: "" });
      return;
    }
  };
  await runTo(2, () => startRun(world, stage(world, { usd: 1, url: receiver.url })));
  world.file("answer", "");
  await runTo(0, () =>
    startRun(world, { ...stage(world, { usd: 9, url: receiver.url }), more: ["--retry"] }),
  );
  const told = receiver.posts.map(({ body: { id, event, repeat, what } }) => ({ id, event, repeat, what }));
  const byId = new Map(told.map(({ id, event }) => [id, event]));
  expect([...byId.values()].sort()).toEqual(["budget", "done", "person", "stuck"]);
  const again = told.filter(({ id }, at) => told.findIndex((one) => one.id === id) < at);
  expect(again.every(({ repeat }) => repeat === true)).toBe(true);
  expect(told.map(({ what }) => what).join("\n")).toMatch(/Test: 00a A waits for a person/);
}, 600_000);

/** One todo asks for a person until there is an answer, one takes more than the budget, one is left over. */
const stage = (world: World, { usd, url }: { usd: number; url: string }) => ({
  plan: world.plan(`limits: { usd: ${usd} }
parallel: 2
notify: [{ webhook: HOOK }]
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }, { todo: b2, order: 01a, title: B2 }] }
`),
  agent: world.file(
    "agent.sh",
    agentScript(`if [ "$MILEPOST_BODY" = a ] && [ ! -e "${world.dir}/answer" ]; then
  echo '{"outcome":"blocked","summary":"Which bank?"}' > "$MILEPOST_OUTCOME"; exit 0
fi
echo '{"outcome":"done","summary":"","usage":{"inputTokens":1,"outputTokens":1,"usd":1.25}}' > "$MILEPOST_OUTCOME"`),
  ),
  reviewer: world.file("review.js", reviewerScript()),
  env: { HOOK: url },
});
