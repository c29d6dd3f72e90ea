import type { Person } from "../../gates/commit.ts";
import { commitFields, logRecords } from "../facts/commits.ts";
import type { Git } from "../git.ts";
import { asGitWrites } from "../identity.ts";
import { type RawCommit, writeCommit } from "../objects/commit.ts";
import type { Signer } from "../signing/signing.ts";
import { coherentMessage, isSignedOff } from "./coherent-message.ts";

/** What commits are to be: whose, and signed by whom. */
export interface Coherence {
  readonly start: string;
  readonly head: string;
  readonly author: Person;
  /** `null` leaves signatures as they are. */
  readonly signer: Pick<Signer, "fingerprint" | "config" | "env"> | null;
  /** Commits of others that the work may hold by merging them, and which stay as they are: its bases. */
  readonly published?: readonly string[];
  /** What an earlier run pushed of this work before it was cut off: signatures made anew may differ from these. */
  readonly pushed?: { readonly base: string; readonly head: string } | null;
}

/** What became of the commits. */
interface Coherent {
  readonly head: string;
  /** How many of them lacked the author's sign-off. */
  readonly signedOff: number;
}

/**
 * Rewrites the commits from `start` to `head` so that each is the author's, signed off by the author and signed by
 * the signer.
 *
 * Trees, order, merges and dates stay. A commit that is right already, and whose parents are, keeps its name: doing
 * it twice changes nothing. The committer is the author, and both dates are the old ones, so that a run that is
 * repeated after a crash makes the same commits wherever signatures are deterministic, as those of ed25519 are.
 *
 * @throws {MilepostError} when git takes no such author, or the key cannot sign.
 */
export const makeCoherent = async (git: Git, wanted: Coherence): Promise<Coherent> => {
  if (wanted.head === wanted.start) return { head: wanted.head, signedOff: 0 };
  const author = asGitWrites(wanted.author);
  const renamed = new Map<string, string>();
  const made = await madeBefore(git, wanted);
  const commits = await readRaw(git, wanted);
  for (const commit of commits) {
    const right = rightFor(commit, { author, renamed });
    const keep = isRight(commit, right, wanted.signer);
    const known = keep ? commit.sha : made.get(contentOf(right));
    renamed.set(commit.sha, known ?? (await write(git, right, wanted.signer)));
  }
  const unsigned = commits.filter(({ message }) => !isSignedOff(message, author));
  return { head: renamed.get(wanted.head) ?? wanted.head, signedOff: unsigned.length };
};

/** Commits that were pushed before, rightly signed, by all that they say. */
const madeBefore = async (git: Git, wanted: Coherence): Promise<ReadonlyMap<string, string>> => {
  if (!wanted.pushed) return new Map();
  const { base, head } = wanted.pushed;
  const commits = await readRaw(git, { ...wanted, start: base, head });
  const signed = commits.filter(({ signedBy }) => signedBy === (wanted.signer?.fingerprint ?? null));
  return new Map(signed.map((commit) => [contentOf(commit), commit.sha]));
};

const contentOf = ({ tree, parents, author, authored, committer, committed, message }: RawCommit): string =>
  JSON.stringify([
    tree,
    parents,
    [author.name, author.email, dateFor(authored)],
    [committer.name, committer.email, dateFor(committed)],
    message.trimEnd(),
  ]);

interface ReadCommit extends RawCommit {
  readonly sha: string;
  /** The key of its signature; `null` when it has no good one, or nobody asked. */
  readonly signedBy: string | null;
}

/** Asked for signatures, git starts a program only for the commits that have one. */
const readRaw = async (
  git: Git,
  { start, head, published = [], signer }: Coherence,
): Promise<ReadCommit[]> => {
  const signature = signer ? ["%G?", "%GP", "%GF"] : [];
  const records = await logRecords(git, {
    fields: [...commitFields, ...signature],
    base: start,
    head,
    published,
    dates: "raw",
    ...(signer ? { env: signer.env, config: signer.config } : {}),
  });
  return records.map((record): ReadCommit => {
    const [sha = "", tree = "", parents = "", name = "", email = "", authored = "", ...rest] = record;
    const [committerName = "", committerEmail = "", committed = "", message = "", ...signed] = rest;
    const [letter = "", primary = "", key = ""] = signed;
    return {
      sha,
      tree,
      parents: parents === "" ? [] : parents.split(" "),
      author: { name, email },
      authored,
      committer: { name: committerName, email: committerEmail },
      committed,
      message,
      signedBy: letter === "G" ? primary || key : null,
    };
  });
};

const rightFor = (
  commit: ReadCommit,
  { author, renamed }: { author: Person; renamed: ReadonlyMap<string, string> },
): RawCommit => ({
  ...commit,
  parents: commit.parents.map((parent) => renamed.get(parent) ?? parent),
  author,
  committer: author,
  message: coherentMessage(commit, author),
});

const isRight = (commit: ReadCommit, right: RawCommit, signer: Coherence["signer"]): boolean =>
  (signer === null || commit.signedBy === signer.fingerprint) &&
  commit.message === right.message &&
  commit.parents.every((parent, at) => parent === right.parents[at]) &&
  [commit.author, commit.committer].every(
    ({ name, email }) => name === right.author.name && email === right.author.email,
  );

const write = async (git: Git, commit: RawCommit, signer: Coherence["signer"]): Promise<string> => {
  const [authored, committed] = [dateFor(commit.authored), dateFor(commit.committed)];
  if (!signer) return await writeCommit(git.objects, { ...commit, authored, committed });
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  const { stdout } = await git(["commit-tree", "--gpg-sign", ...parents, "-F", "-", commit.tree], {
    input: commit.message,
    config: signer.config,
    env: {
      ...signer.env,
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: `@${authored}`,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: `@${committed}`,
    },
  });
  return stdout.trim();
};

/** A zone that no clock has would become one of five digits; the `@` that git is given lets it read small numbers, too. */
const dateFor = (raw: string): string => {
  const [, seconds = "0", zone = "+0000"] = /^(\d+) ([+-]\d{4})$/.exec(raw) ?? [];
  return /^[+-](?:0\d|1[0-4])[0-5]\d$/.test(zone) ? `${seconds} ${zone}` : `${seconds} +0000`;
};
