// Runs the shell code of its second argument in a sandbox, as the user that it is started as, with its first argument
// as its folder, and prints what it printed. A program of its own: who one is cannot be changed for a part of a process.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { openSandbox } from "../../../build/src/agents/sandbox/sandbox.js";

const [folder = "", program = ""] = process.argv.slice(2);
const sandbox = openSandbox();
const entered = await sandbox.enter(["/bin/sh", "-c", program], {
  ...{ writable: [], readOnly: [], hidden: [], readable: [], hosts: [], refused: [], brought: [] },
  ...{ untraceable: false, home: join(folder, "home"), temp: join(folder, "temp") },
});
const [file = "", ...args] = entered.argv;
const { stdout } = spawnSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
process.stdout.write(stdout);
await entered.leave();
await sandbox[Symbol.asyncDispose]();
