import type { Plan } from "../core/plan/plan.ts";
import { commandsKey, type ProofMachine, proofKey, proofKeys, proofRef } from "../core/proof/key.ts";
import {
  headsKey,
  type LandingEntry,
  type LandingFault,
  type LandingHead,
  type LandingResult,
  type LandingState,
  landingEntry,
  runsOnLanding,
} from "../core/proof/landing.ts";
import { maxProofs, type TrackingRecord } from "../core/snapshot/record.ts";
import { readBase } from "./batch.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { Forge, ProofStore } from "./ports.ts";

/** What the plan's tracking issue remembers of earlier proofs. */
type Remembered = Partial<Pick<TrackingRecord, "landing" | "retriedAt">>;

/** What is known of these heads on the plan's base as it is now. */
export type LookAtLanding = (
  heads: readonly LandingHead[],
  remembered: Remembered | undefined,
) => Promise<LandingState>;

interface LandingPorts {
  readonly plan: Plan;
  readonly forge: Pick<Forge, "getBranch">;
  readonly publisher: Pick<PublisherPort, "fetch" | "mergeInOrder">;
  readonly proofs: ProofStore;
  readonly machine: ProofMachine;
  /** What proofs have come to that did not pass, by their entries' keys. */
  readonly failures: LandingFailures;
  /** Whether somebody proves this already. */
  readonly isBusy: (entry: LandingEntry) => Promise<boolean>;
}

/** A landing that failed. */
export type FailedLanding = Extract<LandingResult, { kind: "failed" }>;

/** Remembers what landings failed by, for as long as that is to be believed. */
export interface LandingFailures {
  /** What a person asked to try again at `retriedAt` is not believed. */
  find(key: string, retriedAt: string | undefined): Promise<FailedLanding | null>;
  keep(key: string, failed: FailedLanding): Promise<void>;
  /** Full refs of all that is kept for the plan. */
  refs(): Promise<readonly string[]>;
}

/** Looks at what would land: merges it outside of every checkout, and looks for the proofs of the trees. */
export const lookAtLanding =
  (ports: LandingPorts): LookAtLanding =>
  async (heads, { landing: begun, retriedAt } = {}) => {
    const { plan, forge, machine } = ports;
    const { sha } = await readBase(forge, plan.base);
    const of = headsKey(heads, plan, machine);
    const now = await stateOn(sha, { heads, of, retriedAt }, ports);
    const last = begun?.of === of && begun.bases.length === maxProofs ? begun.bases.at(-1) : undefined;
    if (now.kind !== "unproven" || last === undefined || last === sha) return now;
    // A base that moves faster than it can be proved would be proved for ever.
    const then = await stateOn(last, { heads, of, retriedAt }, ports);
    return then.kind === "passed" ? { ...then, isOutdated: true } : now;
  };

const stateOn = async (
  base: string,
  { heads, of, retriedAt }: Pick<LandingState, "heads" | "of"> & { retriedAt: string | undefined },
  ports: LandingPorts,
): Promise<LandingState> => {
  const { plan, publisher, machine, failures, isBusy } = ports;
  const known = { heads, of, base };
  const merged = await mergedOn(base, heads, publisher);
  if (merged.conflict) {
    const { at, paths } = merged.conflict;
    return { ...known, kind: "failed", fault: { by: "conflict", prefix: at + 1, paths } };
  }
  const trees = merged.prefixes.map(({ tree }) => tree);
  const passed = { ...known, kind: "passed", trees, isOutdated: false } as const;
  if (!runsOnLanding(plan)) return { ...passed, isFlaky: false };
  const proof = await proofOf(trees, ports);
  if (proof !== null) return { ...passed, isFlaky: proof.isFlaky };
  const entry = landingEntry(plan, { heads, base, machine });
  const failed = await failures.find(entry.key, retriedAt);
  if (failed) return { ...known, kind: "failed", fault: faultOf(failed) };
  return { ...known, kind: "unproven", entry: (await isBusy(entry)) ? null : entry };
};

const mergedOn = async (
  base: string,
  heads: readonly Pick<LandingHead, "head">[],
  publisher: LandingPorts["publisher"],
): ReturnType<PublisherPort["mergeInOrder"]> => {
  const shas = heads.map(({ head }) => head);
  await publisher.fetch([...new Set([base, ...shas])]);
  return await publisher.mergeInOrder(base, shas);
};

/** The trees that must have passed: the last one, or each after a todo. */
const proofOf = async (
  trees: readonly string[],
  { plan, proofs, machine }: LandingPorts,
): Promise<{ isFlaky: boolean } | null> => {
  const asked = plan.prove === "each" && trees.length > 1 ? trees.slice(1) : trees.slice(-1);
  let isFlaky = false;
  for (const tree of new Set(asked)) {
    const proof = await proofs.find(proofKey(tree, plan, { machine, base: trees[0] }));
    if (proof?.kind !== "passed") return null;
    isFlaky ||= proof.isFlaky === true;
  }
  return { isFlaky };
};

const faultOf = ({ prefix, fault }: FailedLanding): LandingFault =>
  prefix === 0 ? { by: "base", fault } : { by: "commands", prefix, fault };

/**
 * Removes what is kept of the proofs of a plan that is closed, but for those of its base and of what landed: others may
 * still ask for these.
 */
export const pruneProofs = async (
  { trees }: Extract<LandingState, { kind: "passed" }>,
  {
    plan,
    proofs,
    machine,
    failures,
    publisher,
  }: Pick<LandingPorts, "plan" | "proofs" | "machine" | "failures"> & {
    readonly publisher: Pick<PublisherPort, "deleteRefs">;
  },
): Promise<void> => {
  const [base = ""] = trees;
  const kept = new Set(
    [base, trees.at(-1) ?? base].flatMap((tree) => proofKeys(tree, plan, { machine, base })),
  );
  const own = `-${commandsKey(plan, machine)}`;
  const isOver = (ref: string): boolean => {
    const key = ref.split("/").at(-2) ?? "";
    return key.endsWith(own) && !kept.has(key);
  };
  const refs = [...(await proofs.refs()).filter(isOver), ...(await failures.refs())];
  if (refs.length > 0) await publisher.deleteRefs(refs);
};

/** Keeps what a landing's lane has found out, by trees that are made anew here: what a lane says of others is nothing. */
export const settleLanding = async (
  entry: LandingEntry,
  result: LandingResult,
  ports: Pick<LandingPorts, "plan" | "proofs" | "machine" | "failures"> & {
    readonly publisher: Pick<PublisherPort, "fetch" | "mergeInOrder" | "push">;
  },
): Promise<void> => {
  if (result.kind === "unknown") return;
  const { plan, publisher, proofs, machine, failures } = ports;
  const { prefixes } = await mergedOn(entry.base, entry.heads, publisher);
  const isFlaky = result.kind === "passed" && result.flaky;
  for (const at of new Set(result.prefixes)) {
    const prefix = prefixes[at];
    if (!prefix) continue;
    for (const key of proofKeys(prefix.tree, plan, { machine, base: prefixes[0]?.tree })) {
      if ((await proofs.find(key))?.kind === "passed") continue;
      for (const kind of isFlaky ? (["flaky", "passed"] as const) : (["passed"] as const))
        await publisher.push(prefix.commit, proofRef(key, kind), { expect: null });
    }
  }
  if (result.kind === "failed") await failures.keep(entry.key, result);
};
