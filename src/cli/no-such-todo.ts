import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";

/** That a plan has no todo of that id or order, with the one that is meant if there is one near. */
export const noSuchTodo = (plan: string, name: string, ids: Iterable<string>): MilepostError =>
  new MilepostError(`the plan ${plan} has no todo ${name}${didYouMean(name, ids)}`, {
    hint: "`milepost status` lists ids and orders",
  });
