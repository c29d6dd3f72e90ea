import { transcripts } from "../../agents/transcript.ts";
import type { ProofEntry, ProofResult } from "../../core/proof/entry.ts";
import { proofKey } from "../../core/proof/key.ts";
import { proofsOn } from "../../github/proofs.ts";
import { runOnBase } from "../../steps/base-check.ts";
import { handOffFiles, writeHandOff } from "../../steps/hand-off.ts";
import { connectAs } from "../connect.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { proofSummary } from "../summary/proof.ts";
import type { ProgramJob } from "./ports.ts";
import { openedFor, provingPorts } from "./sandbox.ts";
import { workshopFor } from "./workshop.ts";

type ProofLane = LaneJob<ProofEntry>;

/** Runs the plan's commands on the entry's commit as a lane runs them, and leaves how they ended. */
export const proofLane = async (lane: ProofLane, given: ProgramJob): Promise<StepOutcome> => {
  const result = (await isProven(lane, given)) ? passed : await runCommands(lane, given);
  await writeHandOff(lane.place.handOff, handOffFiles.proof, result);
  await lane.handOffs.leave([handOffFiles.proof, transcripts.command]);
  return { outputs: { outcome: result.kind }, summary: proofSummary(lane, result), failed: null };
};

const passed: ProofResult = { kind: "passed" };

/** Another run may have proved it while this one waited. */
const isProven = async ({ entry }: ProofLane, { job, token }: ProgramJob): Promise<boolean> => {
  const github = await connectAs(job, { token });
  return (await proofsOn(github).find(entry.key))?.kind === "passed";
};

/** A run that waited is of an older commit, so its plan may be, too: then it says nothing of this one's commands. */
const runCommands = async (lane: ProofLane, given: ProgramJob): Promise<ProofResult> => {
  const { plan, entry } = lane;
  const { job, publisher } = given;
  await using sandbox = await openedFor(lane);
  const workshop = await workshopFor(lane, job, { publisher, sandbox: sandbox.held });
  if (proofKey(await workshop.treeOf(entry.sha), plan, { machine: "runner" }) !== entry.key)
    return { kind: "unknown" };
  const ports = provingPorts(lane, given, sandbox.held);
  const state = await runOnBase(entry.sha, { ...ports, workshop });
  return state.kind === "failed" ? { kind: "failed", fault: { ...state.fault, on: "runner" } } : state;
};
