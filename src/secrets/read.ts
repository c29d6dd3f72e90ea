import type { ChangedLines } from "../gates/changed-lines.ts";
import type { CommitFacts } from "../gates/commit.ts";
import { matcher } from "../gates/glob.ts";
import type { SecretFinding } from "../gates/result.ts";
import { allowFile, type SecretScan } from "../gates/secrets.ts";
import { addedByCommits } from "../git/facts/changed-lines.ts";
import type { Git } from "../git/git.ts";
import { ofCommits, remembered } from "../git/remembered.ts";
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
  const { findings, unscanned } = await scanSecrets([...changed, ...each, ...commits.map(messageOf)]);
  if (findings.length === 0) return { findings, unscanned };
  const isListed = allowedBy(await allowListAt(git, base));
  const left = findings.filter((finding) => !isListed(finding));
  return { findings: left, unscanned, ignored: findings.length - left.length };
};

/** The lines of the base's own list; none where it has no such file. */
const allowListAt = remembered(async (git, commit): Promise<readonly string[]> => {
  const object = await git.objects.read(`${commit}:${allowFile}`);
  const text = object?.type === "blob" ? object.content.toString() : "";
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}, ofCommits);

/** Each line is a finding, or a glob of paths and perhaps a rule. */
const allowedBy = (lines: readonly string[]): ((finding: SecretFinding) => boolean) => {
  const listed = lines.map((line) => {
    const [glob = "", rule] = line.split(/\s+/);
    return { glob, rule, isAt: matcher([glob]) };
  });
  return ({ id, path, rule: own }) =>
    listed.some(
      ({ glob, rule, isAt }) => glob === id || (isAt(path) && (rule === undefined || rule === own)),
    );
};

/** A message as lines that its commit adds. */
const messageOf = ({ sha, message }: CommitFacts): ChangedLines => ({
  ...{ path: "(commit message)", from: null, status: "added", binary: false, deleted: [], cut: false },
  added: message.split("\n").map((text, at) => ({ number: at + 1, text })),
  commit: sha,
});
