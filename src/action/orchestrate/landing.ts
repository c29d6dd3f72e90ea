import { landingName } from "../../core/proof/landing.ts";
import { isHeld } from "../../github/claims.ts";
import { landingFailuresOn } from "../../github/landing-failures.ts";
import { proofsOn } from "../../github/proofs.ts";
import type { PublisherPort } from "../../steps/git-ports.ts";
import { lookAtLanding, pruneProofs } from "../../steps/landing.ts";
import type { LandingLook, OrchestratePorts } from "../../steps/orchestrate.ts";
import { winLanding } from "../../steps/win-landing.ts";
import type { Connected } from "../connect.ts";

type LandingsPorts = Pick<OrchestratePorts, "plan" | "forge" | "run" | "livenessOf" | "now"> & {
  readonly publisher: Pick<PublisherPort, "fetch" | "mergeInOrder" | "deleteRefs">;
};

/** What the forge knows of what would land: orchestrate merges it on no branch, and a lane of its own runs the commands. */
export const landingsOn = (github: Connected, ports: LandingsPorts): LandingLook => {
  const { plan, publisher, forge, livenessOf, now } = ports;
  const proofs = proofsOn(github);
  const known = { plan, publisher, proofs, machine: "runner" } as const;
  const failures = landingFailuresOn(github, plan.id, now);
  const isBusy = () => isHeld(github, { plan: plan.id, todo: landingName }, livenessOf);
  return {
    look: lookAtLanding({ ...known, failures, forge, isBusy }),
    win: () => winLanding(ports),
    prune: (landed) => pruneProofs(landed, { ...known, failures }),
  };
};
