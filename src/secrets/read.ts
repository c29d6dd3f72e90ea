import type { ChangedLines } from "../gates/changed-lines.ts";
import type { SecretScan } from "../gates/secrets.ts";
import { addedByCommits } from "../git/facts/changed-lines.ts";
import type { Git } from "../git/git.ts";
import { scanSecrets } from "./scan.ts";

/**
 * Finds secrets in what a change adds: as a whole, and in each of its commits, since a push brings them all.
 *
 * @param changed What the change adds as a whole, which is what one commit adds.
 */
export async function readSecrets(
  git: Git,
  { base, head, commits }: { base: string; head: string; commits: number },
  changed: readonly ChangedLines[],
): Promise<SecretScan> {
  const each = commits > 1 ? await addedByCommits(git, base, head) : [];
  return await scanSecrets([...changed, ...each]);
}
