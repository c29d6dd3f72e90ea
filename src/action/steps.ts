import { runAction } from "./run-action.ts";

/** The actions by name, each loaded when it is started. */
export const steps = {
  orchestrate: async () => {
    const { orchestrateAction, orchestrateInputs } = await import("./orchestrate.ts");
    await runAction(orchestrateInputs, orchestrateAction);
  },
  implement: async () => {
    const { implementAction, implementInputs } = await import("./implement.ts");
    await runAction(implementInputs, implementAction);
  },
  propose: async () => {
    const { proposeAction, proposeInputs } = await import("./propose.ts");
    await runAction(proposeInputs, proposeAction);
  },
  review: async () => {
    const { reviewAction, reviewInputs } = await import("./review.ts");
    await runAction(reviewInputs, reviewAction);
  },
  settle: async () => {
    const { settleAction, settleInputs } = await import("./settle.ts");
    await runAction(settleInputs, settleAction);
  },
  check: async () => {
    const { checkAction, checkInputs } = await import("./check.ts");
    await runAction(checkInputs, checkAction);
  },
  command: async () => {
    const { commandAction, commandInputs } = await import("./command.ts");
    await runAction(commandInputs, commandAction);
  },
} as const;

export type StepName = keyof typeof steps;
