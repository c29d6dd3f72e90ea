import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeObject } from "../../git/objects/object-writer.ts";
import type { Signature } from "./commit.ts";
import type { GitRepository } from "./repository.ts";

interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** An armoured signature of the rest. */
  readonly signature?: string | undefined;
}

/** Stores a commit and returns its sha. */
export const writeCommit = (git: GitRepository, commit: NewCommit): Promise<string> => {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((sha) => `parent ${sha}`),
    `author ${signatureLine(commit.author)}`,
    `committer ${signatureLine(commit.committer)}`,
    ...(commit.signature === undefined ? [] : [`gpgsig ${commit.signature.trim().replaceAll("\n", "\n ")}`]),
  ];
  return storeObject(git.dir, "commit", `${lines.join("\n")}\n\n${commit.message}`);
};

/** Stores a blob or a tag and returns its sha. */
export const writeObject = (
  git: GitRepository,
  type: "blob" | "tag",
  content: string | Uint8Array,
): Promise<string> => storeObject(git.dir, type, content);

/** `Name <email> seconds zone`, without the characters that would end a field. */
export const signatureLine = ({ name, email, date }: Signature): string => {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "").trim();
  return `${clean(name)} <${clean(email)}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
};

/** A path to set to a blob, a tree or another commit, or, without a sha, to remove. */
export interface TreeEdit {
  readonly path: string;
  /** As git writes it: `100644`, `100755`, `120000`, `160000` or `040000`. */
  readonly mode: string;
  readonly sha: string | null;
}

/**
 * The tree that `base` (a tree or commit; `null` is nothing) becomes with the edits.
 * @throws MilepostError when git refuses a path or does not have an object.
 */
export const editTree = async (
  git: GitRepository,
  base: string | null,
  edits: readonly TreeEdit[],
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "milepost-index-"));
  try {
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    if (base !== null) await git.run(["read-tree", base], { env });
    for (const { path, sha } of edits.filter(({ mode }) => mode === "040000")) {
      if (sha !== null) await git.run(["read-tree", `--prefix=${path}/`, sha], { env });
    }
    const lines = edits
      .filter(({ mode }) => mode !== "040000")
      .map(({ path, mode, sha }) =>
        sha === null ? `0 ${noObject}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
      );
    await git.run(["update-index", "-z", "--index-info"], { env, input: lines.join("") });
    return (await git.run(["write-tree"], { env })).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The sha that stands for no object. */
export const noObject = "0".repeat(40);

/** Moves a ref from what it was to a new sha (`null`: it is not there); false when somebody was faster. */
export const moveRef = (
  git: GitRepository,
  ref: string,
  { from, to }: { from: string | null; to: string | null },
): Promise<boolean> => git.moveRef({ ref, from: from ?? noObject, to: to ?? noObject });
