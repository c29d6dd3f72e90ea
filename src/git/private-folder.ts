import { randomBytes } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { lstat, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { errorCode, orNullIfMissing } from "./files.ts";

/** A folder that only this user can open, and that is gone when it is disposed of. */
interface PrivateFolder extends AsyncDisposable {
  readonly path: string;
}

type Kind = "keys" | "scratch" | "jobs";

/**
 * Makes such a folder, for keys, for the passing files of one act or for a job of a workflow, after removing those that processes left when they
 * were killed.
 *
 * It lies in the machine's folder for temporary files, unless another is given.
 */
export const privateFolder = async (kind: Kind, under?: string): Promise<PrivateFolder> => {
  const parent = privateParent(kind, under ?? shortTemp());
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await refuseOthers(parent);
  await sweep(parent);
  const path = join(parent, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(path, { mode: 0o700 });
  return { path, [Symbol.asyncDispose]: () => removeLeft(path) };
};

/** The folder that holds this user's private folders of a kind. */
export const privateParent = (kind: Kind, under = shortTemp()): string =>
  join(under, `milepost-${kind}-${process.getuid?.() ?? "user"}`);

/** A socket's path holds at most 107 bytes: those of GPG's agent and of the sandbox's proxies, in folders of ours, take 77. */
const longest = 30;

/** The machine's folder for temporary files, or where its path is too long for sockets below it, one that can be written. */
const shortTemp = (): string => {
  const own = tmpdir();
  if (process.platform !== "linux" || Buffer.byteLength(own) <= longest) return own;
  return ["/tmp", "/var/tmp"].find(isWritable) ?? own;
};

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
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

/** Whether a process of that number is there. */
export const isAlive = (pid: number): boolean => {
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
