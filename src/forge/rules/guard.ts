import { HttpError } from "../errors.ts";
import type { GitRepository } from "../git/repository.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { RuleActor } from "./bypass.ts";
import { type AskedMove, violationsOf } from "./moves.ts";
import { refusalText } from "./words.ts";

/** @throws HttpError 422, or what was asked for, when rules keep somebody from moving a ref so. */
export const throwOnRules = async (
  place: { store: Store; repository: Repository; git: GitRepository; actor: RuleActor },
  move: AskedMove,
  status = 422,
): Promise<void> => {
  const violations = await violationsOf(place, move);
  if (violations.length > 0) throw new HttpError(status, { message: refusalText(violations) });
};
