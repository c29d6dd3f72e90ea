import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { privateFolder } from "../../git/private-folder.ts";
import { letItWork, proxyFile } from "./proxies.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";

/** Whether the machine's sandbox works, or why not and what to do. */
type Tried = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly hint: string };

/** Runs a program in a sandbox of its own, which takes about half a second, and looks at what it could do. */
export const trySandbox = async (file = proxyFile): Promise<Tried> => {
  await using sandbox = openSandbox(file);
  return await tryIn(sandbox);
};

/** The same in a sandbox that is then used. */
export const tryIn = async (sandbox: Sandbox): Promise<Tried> => {
  await using folder = await privateFolder("scratch");
  try {
    return await tryWith(sandbox, await realpath(folder.path));
  } catch (error) {
    if (!(error instanceof MilepostError)) throw error;
    return { ok: false, reason: error.message, hint: error.hint ?? "run `milepost doctor`" };
  }
};

const tryWith = async (sandbox: Sandbox, folder: string): Promise<Tried> => {
  const [inside, outside, temp] = [join(folder, "home/a"), join(folder, "b"), join(folder, "temp")];
  const machine = join(temp, "machine");
  const script = `echo > '${inside}'; echo > '${outside}'; test -w /proc/sys/kernel/core_pattern && : > '${machine}'; true`;
  const entered = await sandbox.enter(["/bin/sh", "-c", script], {
    writable: [],
    readOnly: [],
    hidden: [],
    readable: [],
    hosts: [],
    refused: [],
    untraceable: false,
    home: join(folder, "home"),
    temp,
    brought: [],
  });
  const said = await run(entered.argv);
  await entered.leave();
  if (existsSync(outside)) return broken("a program in it wrote outside its folder");
  if (existsSync(machine)) return broken("a program in it could change the machine's kernel");
  return existsSync(inside) ? { ok: true } : broken(said.trim() || "no program ran");
};

const broken = (reason: string): Tried => ({ ok: false, reason, hint: letItWork() });

const run = ([file = "", ...args]: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: 10_000 }, (_error, _stdout, stderr) => resolve(stderr));
  });
