import { implementAction, implementInputs } from "../implement.ts";
import { runAction } from "../run-action.ts";

await runAction(implementInputs, implementAction);
