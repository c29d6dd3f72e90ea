import { agentScript, asksOnce, deciding } from "../local/world.ts";
import { install, planText } from "./plans.ts";
import { type ActionWorld, entriesOf, openActionWorld, type Step } from "./world.ts";

/** Requests of the API that one step sent; artifacts and git are no part of its limits. */
interface Asked {
  readonly step: Step;
  readonly todo: string | null;
  readonly requests: readonly string[];
}

/** Plays a plan to its end as its workflow does: each lane's four jobs, then the look that settle starts. */
const play = async (world: ActionWorld): Promise<Asked[]> => {
  const asked: Asked[] = [];
  const note = async (step: Step, todo: string | null, options: Parameters<ActionWorld["step"]>[1]) => {
    const ended = await world.step(step, options);
    expect([step, ended.code]).toEqual([step, 0]);
    asked.push({ step, todo, requests: ended.requests.filter(isOfApi).map(steady) });
    return ended.outputs;
  };
  for (let id = 1; id < 10; id++) {
    const run = { id };
    const entries = entriesOf(await note("orchestrate", null, { run, inputs: { plan: "test" } }));
    if (entries.length === 0) break;
    for (const entry of entries) {
      const inputs = { plan: "test", entry: JSON.stringify(entry) };
      const job = (step: Step, more = {}) => note(step, entry.todo, { run, inputs: { ...inputs, ...more } });
      await job("implement", { token: world.token("reviewer") });
      const { head = "" } = await job("propose");
      await job("review", { token: world.token("reviewer"), head });
      await job("settle", { "reviewer-token": world.token("reviewer") });
    }
  }
  return asked;
};

const isOfApi = (line: string): boolean => /^[A-Z]+ \/(repos|graphql)/.test(line);

const steady = (line: string): string =>
  line
    .replace("/repos/acme/project-1", "")
    .replace(/\b[0-9a-f]{40}\b/g, "<sha>")
    .replace(/since=[^&\s]+/g, "since=<time>")
    .replace(/\/(pulls|issues|milestones|comments)\/\d+/g, "/$1/<n>");

/** What the last todo took: from the look that claims it to its last settle, with looks between its lanes. */
const ofLast = (asked: readonly Asked[]): Asked[] => {
  const first = asked.findIndex(({ todo }) => todo === "c") - 1;
  const last = asked.findLastIndex(({ todo }) => todo === "c");
  return asked.slice(first, last + 1);
};

const shown = (asked: readonly Asked[]): string =>
  asked.map(({ step, requests }) => [`${step}: ${requests.length}`, ...requests].join("\n  ")).join("\n");

const scenarios = [
  { name: "all well", most: 16, reviewer: deciding(), files: {} },
  { name: "one round", most: 35, reviewer: deciding(asksOnce), files: {} },
  {
    name: "one fix of the gates",
    most: 16,
    reviewer: deciding(),
    files: {
      "agent.sh": agentScript(
        "if [ -e out.txt ]; then git rm -qf out.txt; else echo out > out.txt; git add out.txt; fi",
      ),
    },
  },
  {
    name: "merge auto",
    most: 17,
    reviewer: deciding(),
    files: { "plans/test.yml": `${planText}merge: auto\n` },
  },
];

test.each(scenarios)("a todo takes few requests on Actions: $name", async ({ most, reviewer, files }) => {
  await using world = await openActionWorld();
  await install(world, reviewer, files);
  const asked = ofLast(await play(world));
  expect(shown(asked)).toMatchSnapshot();
  expect(asked.reduce((sum, { requests }) => sum + requests.length, 0)).toBeLessThanOrEqual(most);
});
