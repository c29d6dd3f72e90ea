import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../../core/error.ts";
import { errorCode } from "../../../git/files.ts";
import type { GitRepository } from "../../git/repository.ts";
import { fullNameOf, type Repository } from "../../repository.ts";

/** Where a workflow came from, and with it those that it calls with `./`. */
export interface WorkflowSource {
  /** The text of a file; `null` when it is not there. */
  readonly read: (path: string) => Promise<string | null>;
}

/** Folders on this machine of other repositories, by `owner/repo` in lower case. */
export type Folders = Readonly<Record<string, string>>;

export const commitSource = (git: GitRepository, commit: string): WorkflowSource => ({
  read: async (path) => {
    const object = await git.readObject(`${commit}:${path}`);
    return object?.type === "blob" ? object.content.toString() : null;
  },
});

const folderSource = (folder: string): WorkflowSource => ({
  read: async (path) => {
    try {
      return await readFile(join(folder, path), "utf8");
    } catch (error) {
      if (errorCode(error) === "ENOENT") return null;
      throw error;
    }
  },
});

/** A workflow's text with where it came from. */
interface FoundWorkflow {
  readonly text: string;
  readonly source: WorkflowSource;
}

/**
 * The workflow that `uses:` names: of where the caller came from, of another ref of the repository, or of another
 * repository whose folder was named.
 * @throws MilepostError when it is not there.
 */
export const findWorkflow = async (
  uses: string,
  {
    source,
    git,
    repository,
    folders,
  }: {
    source: WorkflowSource;
    git: GitRepository;
    repository: Repository;
    folders: Folders;
  },
): Promise<FoundWorkflow> => {
  const [, name = "", path = "", ref = ""] =
    /^([^/.]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@(.+)$/.exec(uses) ?? [];
  const folder = folders[name.toLowerCase()];
  const found = uses.startsWith("./")
    ? await textFrom(source, uses.slice(2))
    : name.toLowerCase() === fullNameOf(repository).toLowerCase()
      ? await textFrom(commitSource(git, (await git.resolveCommit(ref)) ?? ""), path)
      : folder !== undefined && (await textFrom(folderSource(folder), path));
  if (found) return found;
  throw new MilepostError(`there is no workflow ${uses}`, {
    hint: "push it, or give the folder of its repository: --action owner/repo=folder",
  });
};

const textFrom = async (source: WorkflowSource, path: string): Promise<FoundWorkflow | null> => {
  const text = await source.read(path);
  return text === null ? null : { text, source };
};
