import { isBooked } from "../core/cost/ledger.ts";
import type { Entry, Report, Review } from "../core/lane/handoff.ts";
import { writeHandOff } from "./hand-off.ts";
import type { Forge } from "./ports.ts";

/**
 * What an earlier lane left, without its question of whose doing a change was: once that lane was settled, which books
 * it, the todo goes on by a person's answer alone.
 */
export const answered = async <Left extends Report | Review>(
  entry: Entry,
  left: Left,
  { forge, handOff, file }: { forge: Pick<Forge, "getIssue">; handOff: string; file: string },
): Promise<Left> => {
  if (!left.unattributed) return left;
  const own = await forge.getIssue(entry.issue);
  if (own?.record.kind !== "todo" || !isBooked(own.record, left.costs)) return left;
  const plain = { ...left, unattributed: undefined };
  await writeHandOff(handOff, file, plain);
  return plain;
};
