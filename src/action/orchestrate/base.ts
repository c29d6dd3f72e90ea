import type { Plan } from "../../core/plan/plan.ts";
import { treeOf } from "../../github/branches.ts";
import { forgeOf } from "../../github/forge.ts";
import { proofsOn } from "../../github/proofs.ts";
import type { CheckBase } from "../../steps/base-check.ts";
import { provenBase } from "../../steps/base-proof.ts";
import type { Connected } from "../connect.ts";

/** What the forge knows of the plan's commands on its base: orchestrate holds a token that writes, and runs nothing. */
export const baseOn = (plan: Plan, github: Connected): CheckBase =>
  provenBase({
    plan,
    forge: forgeOf({ bot: github, reviewer: github }),
    proofs: proofsOn(github),
    treeOf: (sha) => treeOf(github, sha),
    now: () => new Date(),
  });
