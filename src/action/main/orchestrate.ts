import { orchestrateAction, orchestrateInputs } from "../orchestrate.ts";
import { runAction } from "../run-action.ts";

await runAction(orchestrateInputs, orchestrateAction);
