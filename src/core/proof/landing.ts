import { z } from "zod";
import { keyOf } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { type BaseFault, baseFaultSchema } from "./fault.ts";
import { commandsKey, type ProofMachine } from "./key.ts";

/*
 * What is to land: approved heads in submission order, each a prefix with those before it, on the plan's base. Prefix 0
 * is the base alone.
 */

const name = z.string().min(1).max(300);
const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** Most heads that one proof is about: a matrix's entry has them all. */
export const maxLanding = 1000;

export interface LandingHead {
  readonly todo: string;
  readonly order: string;
  readonly branch: string;
  readonly head: string;
}

/** A lane that runs the plan's commands on what would land, and on as many prefixes of it as it takes to name what breaks it. */
export const landingEntrySchema = z.strictObject({
  kind: z.literal("landing"),
  plan: name,
  /** What its lane is called by; neither can be a body's or a todo's. */
  body: name,
  todo: name,
  from: z.literal("implement"),
  /** The base's head. */
  base: sha,
  heads: z.array(z.strictObject({ order: name, head: sha })).max(maxLanding),
  /** What it stands for: base, heads and commands. */
  key: name,
});
export type LandingEntry = z.output<typeof landingEntrySchema>;

/** A name that no body, todo or worktree can have. */
export const landingName = "_landing";

/** The first prefix that fails, 0 for the base alone, and those that passed. */
export const landingFailureSchema = z.strictObject({
  kind: z.literal("failed"),
  prefix: z.int().min(0).max(maxLanding),
  fault: baseFaultSchema,
  prefixes: z.array(z.int().min(0).max(maxLanding)),
});

/** What a landing's lane found out, by prefixes. */
export const landingResultSchema = z.discriminatedUnion("kind", [
  /** Prefixes that passed; `flaky`: one of them only when it was run again. */
  z.strictObject({
    kind: z.literal("passed"),
    prefixes: z.array(z.int().min(0).max(maxLanding)),
    flaky: z.boolean(),
  }),
  landingFailureSchema,
  /** It was cut off, or the plan was another. */
  z.strictObject({ kind: z.literal("unknown") }),
]);
export type LandingResult = z.output<typeof landingResultSchema>;

/** Why what would land does not: the todo that breaks it, or the base by itself. */
export type LandingFault =
  | { readonly by: "commands"; readonly prefix: number; readonly fault: BaseFault }
  | { readonly by: "conflict"; readonly prefix: number; readonly paths: readonly string[] }
  | { readonly by: "base"; readonly fault: BaseFault };

/** What is known of a landing on the base as it is. */
export type LandingState = {
  readonly heads: readonly LandingHead[];
  /** What these heads with the plan's commands are known by, on whichever base. */
  readonly of: string;
  /** The base that it was looked at on; one that has moved on since when `isOutdated`. */
  readonly base: string;
} & (
  | {
      readonly kind: "passed";
      /** The tree of each prefix, that of the base alone first. */
      readonly trees: readonly string[];
      readonly isFlaky: boolean;
      /** The base moved under three proofs: the last of them counts. */
      readonly isOutdated: boolean;
    }
  /** `entry` is the lane that is to find out; `null` while another is at it. */
  | { readonly kind: "unproven"; readonly entry: LandingEntry | null }
  | { readonly kind: "failed"; readonly fault: LandingFault }
);

/** Heads merged one after the other on a base: a commit and its tree for each prefix, the base alone first. */
export interface MergedInOrder {
  readonly prefixes: readonly { readonly commit: string; readonly tree: string }[];
  /** The first head that conflicts with what comes before it, from 0; the prefixes end before it. */
  readonly conflict: { readonly at: number; readonly paths: readonly string[] } | null;
}

/** What a proof of these heads with the plan's commands is known by, on whichever base. */
export const headsKey = (
  heads: readonly Pick<LandingHead, "head">[],
  plan: Plan,
  machine: ProofMachine,
): string => keyOf([commandsKey(plan, machine), ...heads.map(({ head }) => head)].join(" "));

export const landingEntry = (
  plan: Plan,
  {
    heads,
    base,
    machine,
  }: Pick<LandingEntry, "base"> & {
    heads: readonly LandingEntry["heads"][number][];
    machine: ProofMachine;
  },
): LandingEntry => ({
  ...{ kind: "landing", plan: plan.id, body: landingName, todo: landingName, from: "implement" },
  ...{
    base,
    heads: heads.map(({ order, head }) => ({ order, head })),
    key: keyOf(`${base} ${headsKey(heads, plan, machine)}`),
  },
});

/** Whether commands are to pass on what lands; without any, only conflicts are looked for. */
export const runsOnLanding = ({ verify }: Pick<Plan, "verify">): boolean => verify.length > 0;
