import { readCommits } from "../../git/commit.ts";
import type { GitRepository } from "../../git/repository.ts";
import { fullNameOf, type Repository } from "../../repository.ts";
import type { Urls } from "../../urls.ts";
import type { ForgeEvent } from "./event.ts";

/** Where branches and tags are, by full name. */
export type Refs = ReadonlyMap<string, string>;

export const readRefs = async (git: GitRepository): Promise<Refs> => {
  const format = "--format=%(refname) %(objectname) %(*objectname)";
  const lines = (await git.run(["for-each-ref", format, "refs/heads", "refs/tags"])).split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [name = "", sha = "", peeled = ""] = line.split(" ");
      return name === "" ? [] : [[name, peeled === "" ? sha : peeled] as const];
    }),
  );
};

const nothing = "0".repeat(40);

/** The pushes that lie between two looks at the refs; a deleted ref starts nothing, as it has no workflows left. */
export const pushesBetween = async (
  { git, repository, urls }: { git: GitRepository; repository: Repository; urls: Urls },
  before: Refs,
  after: Refs,
): Promise<ForgeEvent[]> => {
  const moved = [...after].filter(([name, sha]) => before.get(name) !== sha);
  return Promise.all(
    moved.map(async ([ref, sha]) => {
      const from = before.get(ref) ?? null;
      const [commit] = await readCommits(git, [sha]);
      const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
      const tag = branch === null ? ref.slice("refs/tags/".length) : null;
      const title = (commit?.message ?? "").split("\n")[0] ?? "";
      return {
        name: "push",
        action: null,
        payload: {
          ref,
          before: from ?? nothing,
          after: sha,
          created: from === null,
          deleted: false,
          forced: false,
          base_ref: null,
          compare: `${urls.html}/${fullNameOf(repository)}/compare/${from ?? nothing}...${sha}`,
          head_commit: commit ? { id: sha, message: commit.message, timestamp: commit.author.date } : null,
          pusher: { name: "" },
        },
        ref,
        sha,
        headBranch: branch ?? tag,
        headSha: sha,
        title,
        filtered: branch !== null ? { branch } : { tag: tag ?? "" },
        ...(branch === null ? {} : { changed: () => changedFiles(git, from, sha) }),
      };
    }),
  );
};

/** The files that differ between two commits; of a new branch, those of its last commit. */
const changedFiles = async (git: GitRepository, from: string | null, to: string): Promise<string[]> => {
  const args =
    from === null
      ? ["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", "-m", "--first-parent", to]
      : ["diff-tree", "--name-only", "-r", "-z", from, to];
  return (await git.run(args)).split("\0").filter((path) => path !== "");
};
