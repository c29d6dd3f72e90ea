import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commonDirOf } from "../common-dir.ts";
import { type Git, gitAt } from "../git.ts";
import { borrowing, layBare } from "./bare.ts";

/** A throw-away repository, until it is disposed of. */
export interface Borrowed extends AsyncDisposable {
  readonly git: Git;
}

/**
 * A throw-away repository that has another's objects and nothing else of it: neither its settings, nor
 * `info/attributes`, nor a work tree has a say, so that the same commits give the same facts on every machine.
 */
export async function borrowObjects(gitDir: string): Promise<Borrowed> {
  const dir = await mkdtemp(join(tmpdir(), "milepost-borrowed-"));
  const config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
  await layBare(dir, { HEAD: "ref: refs/heads/none\n", config, ...borrowing(commonDirOf(gitDir)) });
  return { git: gitAt(dir), [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}
