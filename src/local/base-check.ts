import { commandRunner } from "../agents/command-runner.ts";
import type { Needs } from "../agents/needs.ts";
import type { RunnersPlace } from "../agents/one-run.ts";
import { confineOn, type SandboxContext } from "../agents/sandbox/confine.ts";
import { proofsOn } from "../github/proofs.ts";
import { withoutSecrets } from "../secrets/hide.ts";
import { baseCheck, type CheckBase } from "../steps/base-check.ts";
import type { VerifyPorts } from "../steps/verify.ts";
import type { Edges } from "./edges.ts";
import type { RunOptions } from "./run-options.ts";
import { sandboxContextOf } from "./sandbox-context.ts";

/** Runs the plan's commands on its base before the first lane of a run starts there. */
export const baseCheckFor = (
  options: RunOptions,
  { bot, ports, publisher, workshop }: Pick<Edges, "bot" | "ports" | "publisher" | "workshop">,
): CheckBase => {
  const { plan, home, forge, signal, emit } = options;
  return baseCheck({
    ...basePorts({
      context: sandboxContextOf(options),
      marker: `${home.dir}:base`,
      log: home.handOff(plan.id, "_base"),
      secrets: [forge.tokens.bot, forge.tokens.reviewer],
      signal,
      tell: (stage, detail) => emit({ type: "base", stage, detail }),
    }),
    ...{ forge: ports, publisher, workshop, proofs: proofsOn(bot), machine: "laptop" },
  });
};

/** Tells what is run on the base. */
type TellBase = (stage: string, detail: string) => void;

/** Where the plan's commands run on its base on this machine. */
interface BasePlace extends Pick<RunnersPlace, "signal" | "minutesLeft"> {
  readonly context: SandboxContext;
  /** What all that is started is known by. */
  readonly marker: string;
  /** The folder in which what they print is kept. */
  readonly log: string;
  readonly secrets: readonly string[];
  readonly tell: TellBase;
}

/** What runs the plan's commands on its base as a lane runs them, and tells of it. */
export const basePorts = ({ context, marker, log, tell, ...place }: BasePlace): VerifyPorts => {
  const confine = (needs: Needs) => ({
    ...confineOn(context)(needs),
    onDenied: (denied: readonly string[]) => tell("denied", denied.join("\n")),
  });
  const { plan } = context;
  const runners = { ...place, plan, logs: () => log, marker: () => marker, confine };
  return {
    plan,
    command: withoutSecrets(commandRunner(runners, { todo: "" })),
    progress: (stage, detail = "") => tell(stage, detail),
    clock: () => Date.now(),
  };
};
