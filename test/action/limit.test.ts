import { deciding } from "../local/world.ts";
import { isThorough } from "../thorough.ts";
import { install } from "./plans.ts";
import { type ActionWorld, entriesOf, openActionWorld, type Step } from "./world.ts";

type Lane = (step: Step, more?: Record<string, string>) => ReturnType<ActionWorld["step"]>;

/** Starts a run, and a way to go through the lane of its first todo. */
const startLane = async (world: ActionWorld, id: number): Promise<Lane | null> => {
  const { outputs } = await world.step("orchestrate", { run: { id }, inputs: { plan: "test" } });
  const [entry] = entriesOf(outputs);
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  return entry?.todo === "a"
    ? (step, more = {}) => world.step(step, { run: { id }, inputs: { ...inputs, ...more } })
    : null;
};

/** Goes through a lane's jobs as its workflow does; answers what they printed. */
const goThrough = async (lane: Lane, from: "implement" | "review"): Promise<string> => {
  const results: Record<string, string> = { implement: "skipped", propose: "skipped", review: "skipped" };
  let printed = "";
  let head = "";
  const job = async (step: Step, more: Record<string, string> = {}) => {
    const { code, outputs, stdout } = await lane(step, more);
    results[step] = code === 0 ? "success" : "failure";
    printed += stdout;
    return outputs;
  };
  if (from === "implement") {
    await job("implement");
    head = (await job("propose")).head ?? "";
  }
  if (from === "review" || head !== "") await job("review", { head });
  await job("settle", { ...results });
  return printed;
};

/** A lane makes about so many requests of the API. */
const requests = 26;
const points = Array.from({ length: requests }, (_, at) => at).filter((at) => isThorough || at % 13 === 4);

test.each(points)(
  "the forge's limit, reached after %d requests of a lane, charges nobody, and the next look goes on",
  async (left) => {
    await using world = await openActionWorld();
    await install(world, deciding());
    const first = await startLane(world, 1);
    if (!first) throw new Error("nothing started");
    world.gateway.left = left;
    let printed = await goThrough(first, "implement");
    world.gateway.left = null;
    const { octokit, owner, repo } = world;
    const read = async () => (await octokit.rest.issues.get({ owner, repo, issue_number: 2 })).data;
    for (let id = 2; id < 5 && (await read()).state === "open"; id++) {
      expect((await read()).body).toContain('"failed":0,');
      expect((await read()).body).not.toContain('"status":"blocked"');
      const next = await startLane(world, id);
      const isProposed = (await read()).body?.includes('"status":"review"') ?? false;
      if (next) printed += await goThrough(next, isProposed ? "review" : "implement");
    }
    expect(await read()).toMatchObject({ state: "closed", body: expect.stringContaining('"failed":0,') });
    expect(printed.match(/^a: agent$/gm)?.length).toBe(1);
    expect(printed.match(/^a: review$/gm)?.length).toBe(1);
    const { data: pulls } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
    expect(pulls.length).toBe(1);
  },
);
