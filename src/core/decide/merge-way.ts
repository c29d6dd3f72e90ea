import type { CiLook } from "../ci/look.ts";
import { mergeMethodOf } from "../merge-method.ts";
import type { Plan } from "../plan/plan.ts";
import type { SeenPull, Snapshot } from "../snapshot/snapshot.ts";
import type { MergeWay } from "./change.ts";

/** The ways to merge that the repository allows and its base's rules leave. */
export const methodsLeft = (ci: CiLook | undefined, allowed: Snapshot["methods"]): Snapshot["methods"] => {
  const left = allowed?.filter((method) => ci?.rules.methods.includes(method) ?? true) ?? null;
  return left?.length === 0 ? allowed : left;
};

/** Whether nothing is left but to replay commits on the base. */
export const isReplayAlone = (methods: Snapshot["methods"]): boolean =>
  methods?.every((method) => method === "rebase") ?? false;

/** How a pull request is merged: as the plan says, as the repository allows, or by the queue of its base. */
export const mergeWay = (
  pull: SeenPull,
  plan: Plan,
  { methods, ...way }: Pick<MergeWay, "tree" | "queue"> & Pick<Snapshot, "methods">,
): MergeWay => ({
  method: mergeMethodOf(plan, methods),
  instead: methods === null || methods.includes("squash") ? "squash" : null,
  ...way,
  free: plan.mergeMethod === undefined,
  title: `${pull.title} (#${pull.number})`,
  signOff: `${plan.author.name} <${plan.author.email}>`,
});
