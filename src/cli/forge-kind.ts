import { MilepostError } from "../core/error.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { type ForgeKind, homeOf } from "../local/home.ts";
import { readJournal } from "../local/last-run.ts";

/**
 * Reads `--forge`.
 *
 * @throws {MilepostError} when there is none of that name.
 */
export const forgeKindOf = (forge: string): ForgeKind => {
  if (forge === "local" || forge === "github") return forge;
  throw new MilepostError(`there is no forge ${JSON.stringify(forge)}`, {
    hint: "give --forge local or github",
  });
};

/** Where a plan is looked at: what `--forge` says, else where the last run here was, if that was the plan's. */
export const forgeToRead = async (
  forge: string | undefined,
  repository: Pick<UserRepository, "main">,
  plan: string | undefined,
): Promise<ForgeKind> => {
  if (forge !== undefined) return forgeKindOf(forge);
  const { last } = await readJournal(homeOf(repository));
  return last !== null && (plan === undefined || last.plan === plan) ? last.forge : "local";
};
