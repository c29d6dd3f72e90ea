import { reviewAction, reviewInputs } from "../review.ts";
import { runAction } from "../run-action.ts";

await runAction(reviewInputs, reviewAction);
