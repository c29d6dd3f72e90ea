import { errorMessage } from "../core/error.ts";
import { baseFault } from "../core/proof/fault.ts";
import { type LandingEntry, type LandingResult, landingName } from "../core/proof/landing.ts";
import { proofsOn } from "../github/proofs.ts";
import {
  type FailedLanding,
  type LandingFailures,
  lookAtLanding,
  pruneProofs,
  settleLanding,
} from "../steps/landing.ts";
import type { OrchestratePorts } from "../steps/orchestrate.ts";
import { proveLanding } from "../steps/prove-landing.ts";
import { winLanding } from "../steps/win-landing.ts";
import { basePorts } from "./base-check.ts";
import type { Edges } from "./edges.ts";
import type { LanesPorts, Looked } from "./lanes.ts";
import type { RunOptions } from "./run-options.ts";
import { sandboxContextOf } from "./sandbox-context.ts";

interface Landings {
  readonly landing: NonNullable<OrchestratePorts["landing"]>;
  readonly prove: LanesPorts<Looked>["prove"];
}

/** Proves what lands together, on this machine. */
export const landingsFor = (
  options: RunOptions,
  edges: Edges,
  claims: Pick<OrchestratePorts, "run" | "livenessOf" | "now"> & { readonly active: ReadonlySet<string> },
): Landings => {
  const { plan, forge, emit, signal } = options;
  const { bot, ports, publisher } = edges;
  const failures = newFailures();
  const machine = "laptop";
  const known = { plan, publisher, proofs: proofsOn(bot), machine, failures } as const;
  const isBusy = async () => claims.active.has(landingName);
  return {
    landing: {
      look: lookAtLanding({ ...known, forge: ports, isBusy }),
      prune: (landed) => pruneProofs(landed, known),
      // The embedded forge is the home's own: nobody else is there.
      win: async () => forge.folder !== null || (await winLanding({ plan, forge: ports, ...claims })),
    },
    prove: async (entry, stop) => {
      const result = await resultOf(entry, { options: { ...options, signal: stop }, edges });
      if (signal.aborted && result.kind !== "passed") return;
      await settleLanding(entry, result, known).catch((error: unknown) =>
        emit({ type: "warning", message: `what was proved could not be kept: ${errorMessage(error)}` }),
      );
      emit({ type: "landing", ended: result.kind, ...told(result, entry.heads) });
    },
  };
};

const resultOf = async (
  entry: LandingEntry,
  { options, edges }: { options: RunOptions; edges: Edges },
): Promise<LandingResult> => {
  const { home, plan, forge, signal, emit } = options;
  const place = {
    context: sandboxContextOf(options),
    marker: `${home.dir}:${landingName}`,
    log: home.handOff(plan.id, landingName),
    secrets: [forge.tokens.bot, forge.tokens.reviewer],
    signal,
    tell: (stage: string, detail: string) => emit({ type: "landing", ended: null, stage, detail }),
  };
  const { bot, publisher, workshop } = edges;
  const ports = { ...basePorts(place), publisher, workshop, proofs: proofsOn(bot) };
  try {
    return await proveLanding(entry, { ...ports, machine: "laptop" });
  } catch (error) {
    if (signal.aborted) return { kind: "unknown" };
    // Nothing could be run: tried again it would be so again, and a person is told.
    const fault = baseFault({ stage: "machine", command: "", lack: null, how: errorMessage(error) });
    return { kind: "failed", prefix: 0, fault, prefixes: [] };
  }
};

const told = (result: LandingResult, heads: LandingEntry["heads"]): { stage: string; detail: string } => {
  switch (result.kind) {
    case "passed":
      return { stage: result.flaky ? "passed when run again" : "passed", detail: "" };
    case "failed": {
      const { fault, prefix } = result;
      const where = prefix === 0 ? "on the base alone" : `with ${heads[prefix - 1]?.order ?? ""}`;
      return { stage: `failed ${where}`, detail: fault.how };
    }
    case "unknown":
      return { stage: "cut off", detail: "" };
    default:
      return result satisfies never;
  }
};

/** What failed is believed as long as the run lasts: on another day it may pass. */
const newFailures = (): LandingFailures => {
  const known = new Map<string, FailedLanding>();
  return {
    find: async (key) => known.get(key) ?? null,
    keep: async (key, failed) => {
      known.set(key, failed);
    },
    refs: async () => [],
  };
};
