import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HandOffs, handOffsOf } from "../../src/action/hand-offs.ts";
import type { Job } from "../../src/action/job.ts";
import { placeOf } from "../../src/action/place.ts";
import { transcripts } from "../../src/agents/transcript.ts";
import { baseEntry } from "../../src/core/proof/entry.ts";
import { planWith } from "../core/scene.ts";
import { setVariables } from "../environment.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { runtimeToken } from "./world.ts";

const day = 86_400_000;
let temp = "";
let gateway: Gateway;
let variables: Disposable;

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), "milepost-hand-offs-"));
  gateway = await startGateway("http://127.0.0.1:1");
  variables = setVariables({
    ACTIONS_RUNTIME_TOKEN: runtimeToken(1),
    ACTIONS_RESULTS_URL: `http://127.0.0.1:${gateway.port}/`,
  });
  const { handOff } = placeOf({ temp });
  await mkdir(handOff, { recursive: true });
  for (const name of ["report.json", ...Object.values(transcripts)])
    await writeFile(join(handOff, name), "x");
});

afterAll(async () => {
  variables[Symbol.dispose]();
  await gateway[Symbol.asyncDispose]();
  await rm(temp, { recursive: true, force: true });
});

const left = async (more: object, names: Parameters<HandOffs["leave"]>[0]) => {
  const job = { temp, runId: 1, runAttempt: 1, owner: "acme", repo: "shop" } as Job;
  const plan = planWith({ a: [{}] }, more);
  const before = gateway.artifacts().length;
  await handOffsOf(job, baseEntry(plan, { sha: `${before}`.padEnd(40, "0"), key: "k" }), plan).leave(names);
  const days = gateway
    .expiries()
    .slice(before)
    .map((at) => at && Math.round((Date.parse(at) - Date.now()) / day));
  return {
    names: gateway
      .artifacts()
      .slice(before)
      .map((name) => name.split(".1.")[1]),
    days,
  };
};

test("what a lane leaves is kept for a week", async () => {
  expect(await left({}, ["report.json", "command.log"])).toEqual({
    names: ["report.json", "command.log"],
    days: [7, 7],
  });
});

test("or for as long as the plan says, and without what its programs printed", async () => {
  expect(
    await left({ artifactDays: 2, transcripts: false }, ["report.json", ...Object.values(transcripts)]),
  ).toEqual({ names: ["report.json"], days: [2] });
});
