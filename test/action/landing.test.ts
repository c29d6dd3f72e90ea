import { loadPlan } from "../../src/core/plan/load.ts";
import { landingEntry } from "../../src/core/proof/landing.ts";
import { reviewerScript } from "../local/world.ts";
import { install, planText } from "./plans.ts";
import { type ActionWorld, openActionWorld } from "./world.ts";

const text = `${planText}verify: ["! test -e one || ! test -e two"]\n`;

/** Two branches that pass alone and fail together, and the steps of a lane that is to find that out. */
const opened = async (world: ActionWorld) => {
  await install(world, reviewerScript());
  const base = await world.push("main", { "plans/test.yml": text });
  const one = await world.push("one", { one: "1" }, "main");
  const two = await world.push("two", { two: "2" }, "main");
  const read = loadPlan(text, "plans/test.yml");
  if (!read.ok) throw new Error("the plan is not right");
  const heads = [
    { order: "00a", head: one },
    { order: "01b", head: two },
  ];
  const entry = JSON.stringify(landingEntry(read.plan, { heads, base, machine: "runner" }));
  const reader = { token: world.token("reviewer") };
  return {
    implement: () => world.step("implement", { inputs: { plan: "test", entry, ...reader } }),
    settle: (implement: string) => world.step("settle", { inputs: { plan: "test", entry, implement } }),
    refs: async (ref: string) => {
      const { octokit, owner, repo } = world;
      const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: `milepost/${ref}/` });
      return data.map((one) => one.ref.split("/").at(-1));
    },
  };
};

const starts = ({ requests }: { readonly requests: readonly string[] }): boolean =>
  requests.some((asked) => /^POST .*\/dispatches/.test(asked));

test("a landing's lane reads, names what breaks it, and leaves settle to keep both that and what passed", async () => {
  await using world = await openActionWorld();
  const { implement, settle, refs } = await opened(world);
  const proved = await implement();
  expect(proved.requests.filter((asked) => /^(POST|PATCH|PUT|DELETE) /.test(asked))).toEqual([]);
  expect([proved.outputs.outcome, proved.summary]).toEqual([
    "failed",
    expect.stringContaining("01b breaks what lands before it"),
  ]);
  const settled = await settle("success");
  expect([settled.outputs.result, starts(settled)]).toEqual(["failed", true]);
  // The base alone, and with the first of them.
  expect([await refs("proof"), await refs("landing/test")]).toEqual([
    ["passed", "passed"],
    [expect.stringMatching(/^[0-9a-f]{16}$/)],
  ]);
});

test("a lane that was cut off keeps nothing; where the machine could run nothing, that is kept as the base's fault", async () => {
  await using world = await openActionWorld();
  const { settle, refs } = await opened(world);
  const cutOff = await settle("cancelled");
  expect([cutOff.outputs.result, starts(cutOff), await refs("landing/test")]).toEqual(["unknown", false, []]);
  const broken = await settle("failure");
  expect([broken.outputs.result, await refs("landing/test")]).toEqual(["failed", [expect.anything()]]);
  expect(broken.summary).toContain("the plan's commands could not be run");
});
