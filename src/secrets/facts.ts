import type { Facts } from "../gates/gate.ts";
import type { FactsWanted } from "../git/facts/facts.ts";
import type { Git } from "../git/git.ts";

/** A repository that tells facts of a change. */
interface Source {
  readonly git: Git;
  facts(base: string, head: string, wanted: FactsWanted): Promise<Facts>;
}

/** The facts of a change with what a scan of its added lines finds, where its commits and lines are read; the scanner is loaded when it is first needed. */
export const withSecrets = async (
  source: Source,
  { base, head }: { base: string; head: string },
  wanted: FactsWanted,
): Promise<Facts> => {
  const facts = await source.facts(base, head, wanted);
  const { commits, changed } = facts;
  if (!changed || !commits) return facts;
  const { readSecrets } = await import("./read.ts");
  return { ...facts, secrets: await readSecrets(source.git, { base, head, commits }, changed) };
};
