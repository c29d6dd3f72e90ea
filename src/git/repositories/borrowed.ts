import { commonDirOf } from "../common-dir.ts";
import { type Git, gitAt } from "../git.ts";
import { privateFolder } from "../private-folder.ts";
import { borrowing, layBare } from "./bare.ts";

/** A throw-away repository, until it is disposed of. */
interface Borrowed extends AsyncDisposable {
  readonly git: Git;
}

/**
 * A throw-away repository that has another's objects and nothing else of it: neither its settings, nor
 * `info/attributes`, nor a work tree has a say, so that the same commits give the same facts on every machine.
 */
export const borrowObjects = async (gitDir: string): Promise<Borrowed> => {
  const folder = await privateFolder("scratch");
  const config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
  await layBare(folder.path, { HEAD: "ref: refs/heads/none\n", config, ...borrowing(commonDirOf(gitDir)) });
  return { git: gitAt(folder.path), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};
