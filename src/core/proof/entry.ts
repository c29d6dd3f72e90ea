import { z } from "zod";
import type { Plan } from "../plan/plan.ts";
import { baseFaultSchema } from "./fault.ts";

const name = z.string().min(1).max(300);

/** A lane that runs the plan's commands, and nothing else, on a commit of the base. */
export const proofEntrySchema = z.strictObject({
  kind: z.literal("proof"),
  plan: name,
  /** What workflows call its lane by, as others by their body and todo; neither can be a body's or a todo's. */
  body: name,
  todo: name,
  from: z.literal("implement"),
  /** The commit that they run on. */
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  /** What its proof is kept by. */
  key: name,
});
export type ProofEntry = z.output<typeof proofEntrySchema>;

/** A name that no body, todo or worktree can have. */
export const baseName = "_base";

export const baseEntry = ({ id }: Pick<Plan, "id">, at: Pick<ProofEntry, "sha" | "key">): ProofEntry => ({
  ...{ kind: "proof", plan: id, body: baseName, todo: baseName, from: "implement" },
  ...at,
});

/** `proof.json` of the hand-off: how the commands ended; `unknown` when they were cut off, or the plan was another. */
export const proofResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("passed") }),
  z.strictObject({ kind: z.literal("failed"), fault: baseFaultSchema }),
  z.strictObject({ kind: z.literal("unknown") }),
]);
export type ProofResult = z.output<typeof proofResultSchema>;
