import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { errorCode, orNullIfMissing } from "./files.ts";

/** A folder that only this user can open, and that is gone when it is disposed of. */
interface PrivateFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes such a folder, for keys or for the passing files of one act, after removing those that processes left when they
 * were killed.
 *
 * It lies in the machine's folder for temporary files, unless another is given, because a GPG agent's socket needs a short path.
 */
export const privateFolder = async (kind: "keys" | "scratch", under = tmpdir()): Promise<PrivateFolder> => {
  const parent = join(under, `milepost-${kind}-${process.getuid?.() ?? "user"}`);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await refuseOthers(parent);
  await sweep(parent);
  const path = join(parent, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(path, { mode: 0o700 });
  return { path, [Symbol.asyncDispose]: () => removeLeft(path) };
};

/** Somebody else may have made a folder of that name before us, to read what we write there. */
const refuseOthers = async (parent: string): Promise<void> => {
  const stats = await lstat(parent);
  const isOurs = process.getuid === undefined || stats.uid === process.getuid();
  if (stats.isDirectory() && isOurs && (stats.mode & 0o077) === 0) return;
  throw new MilepostError(`${parent} is not a folder that only you can open`, {
    hint: "remove it, or set TMPDIR to a folder of your own",
  });
};

const sweep = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    if (!isAlive(Number.parseInt(name, 10))) await removeLeft(join(parent, name));
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
};

/** A GPG agent outlives the program that started it, with the key in its memory. */
const removeLeft = async (path: string): Promise<void> => {
  // Another lane may sweep at the same time.
  const names = (await orNullIfMissing(readdir(path))) ?? [];
  if (names.includes("private-keys-v1.d")) {
    const { execa } = await import("execa");
    await execa("gpgconf", ["--homedir", path, "--kill", "all"], { reject: false });
  }
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
};
