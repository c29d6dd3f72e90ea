import type { ChangedLines } from "../gates/changed-lines.ts";
import type { CommitFacts } from "../gates/commit.ts";
import type { SecretScan } from "../gates/secrets.ts";
import { addedByCommits } from "../git/facts/changed-lines.ts";
import type { Git } from "../git/git.ts";
import { scanSecrets } from "./scan.ts";

/**
 * Finds secrets in what a change adds: as a whole, and in each of its commits, since a push brings them all; in their
 * messages, too.
 *
 * @param changed What the change adds as a whole, which is what one commit adds.
 */
export const readSecrets = async (
  git: Git,
  { base, head, commits }: { base: string; head: string; commits: readonly CommitFacts[] },
  changed: readonly ChangedLines[],
): Promise<SecretScan> => {
  const each = commits.length > 1 ? await addedByCommits(git, base, head) : [];
  return await scanSecrets([...changed, ...each, ...commits.map(messageOf)]);
};

/** A message as lines that its commit adds. */
const messageOf = ({ sha, message }: CommitFacts): ChangedLines => ({
  ...{ path: "(commit message)", from: null, status: "added", binary: false, deleted: [], cut: false },
  added: message.split("\n").map((text, at) => ({ number: at + 1, text })),
  commit: sha,
});
