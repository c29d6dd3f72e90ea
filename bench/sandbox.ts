import { join } from "node:path";
import { runProgram } from "../src/agents/run.ts";
import { openSandbox, type Sandbox } from "../src/agents/sandbox/sandbox.ts";
import { tryIn } from "../src/agents/sandbox/try.ts";
import { MilepostError } from "../src/core/error.ts";
import { type Figure, median } from "./figure.ts";
import { newPlace, type Place } from "./place.ts";

const rounds = 15;
/** What the sandbox may add to the start of an agent, in milliseconds. */
const most = 500;

/** What the sandbox adds to the start of a program that does nothing, beside the same start without it. */
export const measureSandbox = async (proxy?: string): Promise<Figure[]> => {
  await using sandbox = openSandbox(proxy);
  const tried = await tryIn(sandbox);
  if (!tried.ok)
    throw new MilepostError(`the sandbox does not work here: ${tried.reason}`, { hint: tried.hint });
  await using place = await newPlace();
  const plain = await startMs(place, null);
  const first = (await startMs(place, sandbox)) - plain;
  const times: { held: number; free: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push({ free: await startMs(place, null), held: await startMs(place, sandbox) });
  }
  const floor = median(times.map(({ free }) => free));
  const value = median(times.map(({ held, free }) => held - free));
  return [
    {
      name: "the sandbox, added to an agent's start",
      unit: "ms",
      value,
      floor,
      target: { of: "value", most },
    },
    {
      name: "the sandbox, opened once a run for each list of hosts",
      unit: "ms",
      value: first,
      floor,
      target: null,
    },
  ];
};

const startMs = async ({ dir, repository }: Place, sandbox: Sandbox | null): Promise<number> => {
  const begun = performance.now();
  await runProgram({
    argv: ["true"],
    cwd: repository,
    env: {},
    input: "",
    minutes: 1,
    stallMinutes: 1,
    watch: repository,
    transcript: join(dir, "transcript.log"),
    marker: dir,
    sandbox: sandbox && {
      sandbox,
      policy: {
        writable: [repository],
        readOnly: [],
        hidden: [],
        readable: [],
        hosts: ["api.example.com"],
        refused: [],
        home: join(dir, "home"),
        temp: join(dir, "temp"),
        untraceable: false,
        brought: [],
      },
    },
  });
  return performance.now() - begun;
};
