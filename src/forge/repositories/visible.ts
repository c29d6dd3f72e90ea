import type { RequestContext } from "../context.ts";
import { HttpError } from "../errors.ts";
import type { Repository } from "../repository.ts";
import { get } from "./get.ts";

/** Whether the asker sees a repository at all. */
export const mayRead = (context: Pick<RequestContext, "calls">, repository: Repository): boolean => {
  try {
    context.calls.enter(get, repository);
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
};
