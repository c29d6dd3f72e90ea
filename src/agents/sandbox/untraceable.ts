import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { privateFolder } from "../../git/private-folder.ts";
import type { Sandbox } from "./sandbox.ts";
import { filterFor } from "./seccomp.ts";

const tried = new WeakMap<Sandbox, Promise<boolean>>();

/** Whether programs in this sandbox can be kept out of one another's files and memory on this machine: tried once. */
export const canBeUntraceable = (sandbox: Sandbox): Promise<boolean> => {
  const known = tried.get(sandbox) ?? tryIt(sandbox);
  tried.set(sandbox, known);
  return known;
};

const tryIt = async (sandbox: Sandbox): Promise<boolean> => {
  if (process.platform !== "linux" || filterFor({ untraceable: true }) === null) return false;
  await using folder = await privateFolder("scratch");
  const dir = await realpath(folder.path);
  const [ran, wrote] = [join(dir, "home/ran"), join(dir, "home/wrote")];
  const script = `: > '${ran}'; ( : 3<> "/proc/$$/mem" ) && : > '${wrote}'; true`;
  const entered = await sandbox.enter(["/bin/sh", "-c", script], {
    ...{ writable: [], readOnly: [], hidden: [], readable: [], hosts: [], refused: [], brought: [] },
    untraceable: true,
    home: join(dir, "home"),
    temp: join(dir, "temp"),
  });
  await run(entered.argv);
  await entered.leave();
  return existsSync(ran) && !existsSync(wrote);
};

const run = ([file = "", ...args]: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: 10_000 }, () => resolve());
  });
