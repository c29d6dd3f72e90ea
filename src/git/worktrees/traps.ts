import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { lookAt } from "../files.ts";
import { run } from "../git.ts";
import { deskOf } from "./desk.ts";
import { removeFolder } from "./remove-folder.ts";

const pipesAndDevices = ["-type", "p", "-o", "-type", "s", "-o", "-type", "b", "-o", "-type", "c"];
const linkedObjects = ["-type", "l", "-path", "./.git/objects*"];

/**
 * Removes from a worktree what a program may have left there to hold up or mislead git: pipes, sockets and devices,
 * which git waits for where it looks for `.gitignore`, `.gitattributes` or an object; and in its desk links instead of
 * objects, and what leads to the objects of others. No git tracks any of it.
 *
 * `find` walks folders however deep, and in a fraction of the time that Node takes.
 *
 * @throws {MilepostError} when there is no `find`.
 */
export async function clearTraps(worktree: string): Promise<void> {
  if (!lookAt(worktree)?.isDirectory()) return;
  const traps = ["(", ...pipesAndDevices, "-o", ...linkedObjects, ")"];
  // When it could not walk all of it, neither can git.
  const { code, reason } = await run("find", [".", ...traps, "-delete"], { cwd: worktree });
  if (code === "ENOENT") {
    throw new MilepostError("there is no `find` to look for pipes with", {
      hint: "install findutils",
      cause: new Error(reason),
    });
  }
  const objects = join(deskOf(worktree), "objects");
  // Through a link the folder of somebody else would be removed.
  if ([deskOf(worktree), objects].every((folder) => lookAt(folder)?.isDirectory()))
    await removeFolder(join(objects, "info"));
}
