import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scene } from "../git/scene.ts";
import { milepost } from "./milepost.ts";

/** What stands beside the repository: the plan, and the programs that are its agent and its reviewer. */
interface Scripts {
  readonly "shop.yml": string;
  readonly agent: string;
  readonly reviewer: string;
}

/** A repository with these files, and the command line that works on its plan. */
export const stageShop = async (files: Readonly<Record<string, string>>, scripts: Scripts) => {
  const place = await scene(files);
  const dir = join(place.dir, "scripts");
  const at = (name: string) => join(dir, name);
  await mkdir(dir);
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(at(name), text);
    await chmod(at(name), 0o755);
  }
  const file = at("shop.yml");
  const programs = ["--agent", `command:${at("agent")}`, "--reviewer", `command:${at("reviewer")}`];
  const call = (...args: string[]) => milepost([...args, "--repo", place.repo]);
  const run = (...more: string[]) => call("run", file, ...programs, ...more);
  return { ...place, at, file, call, run };
};
