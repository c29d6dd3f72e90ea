import { z } from "zod";
import type { Caller } from "../caller.ts";
import type { GitRepository } from "../git/repository.ts";
import { noObject } from "../git/write.ts";
import type { Permission } from "../permissions.ts";
import { fullNameOf, type Repository } from "../repository.ts";
import { ruleActor } from "../rules/actor.ts";
import { largeBlobs, type RuleGit } from "../rules/commits.ts";
import { type AskedMove, violationsOf } from "../rules/moves.ts";
import { pushRefusal } from "../rules/words.ts";
import type { Store } from "../store.ts";

/** A push that is under way. */
export interface Push {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly caller: Pick<Caller, "user" | "grant">;
  readonly permission: Permission;
  /** The forge's address. */
  readonly url: string;
}

/** `objects` is where a push's objects are until it is taken. */
const asked = z.object({ moves: z.string(), objects: z.string().optional() });

/** GitHub takes no larger file: 100 MB. */
const largestFile = 100 * 1_048_576;

/** Why a push cannot be taken, as git prints it; `null` when it can. */
export const refusalOf = async (push: Push, told: unknown): Promise<string | null> => {
  const { moves, objects } = asked.parse(told);
  const git = inQuarantine(push.git, objects);
  for (const move of moves.split("\n").flatMap(moveIn)) {
    const refusal = (await tooLarge(git, move)) ?? (await againstRules(push, git, move));
    if (refusal !== null) return refusal;
  }
  await followFirstBranch(push, moves.split("\n").flatMap(moveIn));
  return null;
};

/** Whether a repository waits for its first branch. */
export const isEmpty = async ({ git, repository }: Pick<Push, "git" | "repository">): Promise<boolean> =>
  (await git.readRef(`refs/heads/${repository.default_branch}`)) === null;

/** What is pushed first to an empty repository is its default branch: known before whoever pushes is answered. */
const followFirstBranch = async (push: Push, moves: readonly AskedMove[]): Promise<void> => {
  const { store, git, repository } = push;
  const names = moves.flatMap(({ ref, to }) => (to !== null && ref.startsWith(branches) ? [ref] : []));
  const [first] = names;
  if (!first || names.includes(branches + repository.default_branch) || !(await isEmpty(push))) return;
  await git.run(["symbolic-ref", "HEAD", first]);
  store.transaction(() =>
    store.run(
      "update repositories set default_branch = ? where id = ?",
      first.slice(branches.length),
      repository.id,
    ),
  );
};
const branches = "refs/heads/";

const moveIn = (line: string): AskedMove[] => {
  const [from = "", to = "", ref] = line.trim().split(" ");
  const shaOf = (sha: string) => (sha === noObject ? null : sha);
  return ref === undefined ? [] : [{ ref, from: shaOf(from), to: shaOf(to) }];
};

/** Git that sees what is pushed as well, which is in no repository yet. */
const inQuarantine = (git: GitRepository, objects: string | undefined): RuleGit => {
  if (objects === undefined) return git;
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
  return {
    run: (args, options = {}) => git.run(args, { ...options, env }),
    attempt: (args, options = {}) => git.attempt(args, { ...options, env }),
  };
};

const tooLarge = async (git: RuleGit, { to }: AskedMove): Promise<string | null> => {
  if (to === null) return null;
  const [file] = await largeBlobs(git, { to, not: ["--all"] }, largestFile);
  if (file === undefined) return null;
  return `error: File ${file} exceeds GitHub's file size limit of 100.00 MB\nerror: GH001: Large files detected.\n`;
};

const againstRules = async (
  { store, repository, caller: { user, grant }, permission, url }: Push,
  git: RuleGit,
  move: AskedMove,
): Promise<string | null> => {
  if (!user) return null;
  const actor = ruleActor(store, { user, permission, grant });
  const violations = await violationsOf({ store, repository, git, actor }, move);
  if (violations.length === 0) return null;
  return `${pushRefusal(move.ref, violations, `${url}/${fullNameOf(repository)}/rules`)}\n`;
};
