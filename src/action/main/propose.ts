import { proposeAction, proposeInputs } from "../propose.ts";
import { runAction } from "../run-action.ts";

await runAction(proposeInputs, proposeAction);
