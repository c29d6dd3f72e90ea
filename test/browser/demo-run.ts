import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { demoFiles } from "../act/demo-files.ts";
import { milepost, startMilepost } from "../cli/milepost.ts";
import { disk, memory } from "../folders.ts";
import { commit, scene } from "../git/scene.ts";
import type { Door } from "./browser.ts";

/** The demo's plan on its way, as a process of its own. */
export interface DemoRun extends AsyncDisposable {
  readonly repo: string;
  /** The way in that the run printed. */
  readonly door: Door;
  /** Another one, as `milepost board` prints it. */
  readonly anotherDoor: () => Promise<Door>;
  /** Lets a program go on that is held. */
  readonly release: (program: string) => Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number | undefined>;
}

/** Runs the demo's plan; programs of these names wait till they are released: `cents 1 1` is an agent's first attempt. */
export const runDemo = async (held: readonly string[], options: readonly string[]): Promise<DemoRun> => {
  const holds = await mkdtemp(join(memory, "milepost-holds-"));
  for (const name of held) await writeFile(join(holds, name), "");
  const place = await scene({ ...(await demoFiles()), "demo/pause.mjs": pauseWhileHeld(holds) }, disk);
  for (const program of ["demo/agent.mjs", "demo/reviewer.mjs", "test.sh"])
    await chmod(join(place.repo, program), 0o755);
  await commit(place.repo, {}, "Let programs run");
  const plan = join(place.repo, "plans/demo.yml");
  const run = startMilepost(["run", plan, "--repo", place.repo, ...options]);
  const printed = await new Promise<string>((resolve, reject) => {
    run.stdout?.on("data", (chunk: Buffer) => {
      const [address] = /http:\/\/\S+\/-\/enter\/\S+/.exec(chunk.toString()) ?? [];
      if (address !== undefined) resolve(address);
    });
    void run.then(({ stdout, stderr }) => reject(new Error(`it ended:\n${stdout}\n${stderr}`)));
  });
  return {
    repo: place.repo,
    door: doorAt(printed),
    anotherDoor: async () => {
      const { stdout } = await milepost(["board", plan, "--repo", place.repo]);
      return doorAt(String(stdout).trim());
    },
    release: (program) => rm(join(holds, program)),
    ended: run.then(({ exitCode }) => exitCode),
    [Symbol.asyncDispose]: async () => {
      run.kill("SIGKILL");
      await run;
      await place[Symbol.asyncDispose]();
      await rm(holds, { recursive: true, force: true });
    },
  };
};

const doorAt = (address: string): Door => ({ host: new URL(address).host, entrance: () => address });

const pauseWhileHeld = (holds: string): string => `import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
export const pause = async (program) => {
  while (existsSync(${JSON.stringify(`${holds}/`)} + program)) await sleep(50);
};
`;
