import { openWantedSandbox } from "../../agents/sandbox/open.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { baseFaultParts } from "../../core/proof/fault.ts";
import { wantsBaseCheck } from "../../core/proof/wanted.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { tryBase } from "../../local/base-trial.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { plainLine } from "../text/clip.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";

const name = "commands";

/** Runs `setup` and `verify` on the base, as a run does before it starts anything. */
export const checkCommands = async (repository: UserRepository, plan: Plan): Promise<CheckUp> => {
  if (!wantsBaseCheck(plan)) return ok(name, "none has to pass on the base");
  await using sandbox = await openWantedSandbox(plan, { machine: "laptop", warn: () => undefined });
  using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
  const tell = (stage: string, detail = "") =>
    void process.stderr.write(
      `${stage === "denied" ? `${stage}: ${detail.replaceAll("\n", ", ")}` : stage}\n`,
    );
  const state = await tryBase({ plan, repository, sandbox, signal: interrupt.signal, tell });
  switch (state.kind) {
    case "passed":
      return ok(name, "`setup` and `verify` pass on the base");
    case "unknown":
      return warning(name, "they were interrupted", "run it again");
    case "failed":
      return asCheckUp(baseFaultParts(state.fault, plan));
    default:
      return state satisfies never;
  }
};

const asCheckUp = ({ what, fix, output }: ReturnType<typeof baseFaultParts>): CheckUp =>
  problem(name, [what, ...output.map((line) => `    ${plainLine(line)}`)].join("\n"), fix);
