import { runAction } from "../run-action.ts";
import { settleAction, settleInputs } from "../settle.ts";

await runAction(settleInputs, settleAction);
