import type { Context } from "../context.ts";
import { HttpError } from "../errors.ts";
import { get } from "./get.ts";
import type { Repository } from "./table.ts";

/** Whether the asker sees a repository at all. */
export const mayRead = (context: Pick<Context, "calls">, repository: Repository): boolean => {
  try {
    context.calls.enter(get, repository);
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
};
