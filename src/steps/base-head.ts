import type { ChangeOf } from "../core/decide/change.ts";
import { type ApplyPorts, type Batch, readBase, writeTodo } from "./batch.ts";
import type { Refused } from "./ports.ts";

/** What is below a todo's branch now. */
export interface BelowHead {
  readonly sha: string;
  /** The base branch of its pull request. */
  readonly branch: string;
  /** The heads that are merged there, where it is an integration branch. */
  readonly parts: readonly string[];
}

/** The head of a todo's base; `null` when its parts conflict, and one was sent back; or why it cannot be made. */
export const baseHead = async (
  ports: ApplyPorts,
  batch: Batch,
  { base, conflicts }: Pick<ChangeOf<"claim">, "base" | "conflicts">,
): Promise<BelowHead | Refused | null> => {
  const { forge, plan } = ports;
  if (base.ref === plan.base) return { ...(await batch.base()), branch: base.ref, parts: [] };
  if (base.kind !== "integration")
    return { ...(await readBase(forge, base.ref)), branch: base.ref, parts: [] };
  const made = await forge.integrate({ plan: plan.id, branch: base.ref, parts: base.parts });
  if ("sha" in made || "refused" in made) return made;
  const write = conflicts.get(made.conflict);
  if (write) await writeTodo(ports, write);
  return null;
};
