import { setTimeout as sleep } from "node:timers/promises";
import { asksSomething, type SeenComment } from "../core/command/comment.ts";
import type { Forge } from "../steps/ports.ts";

/** Hears of comments that ask something while lanes run. */
interface CommentPolling {
  /** Settles when there is a new one, or at the signal; while nothing runs it asks less often. */
  next(signal: AbortSignal, isIdle: boolean): Promise<void>;
}

/** Asks the forge every `pauseMs`, or `idlePauseMs`, for what was written since `begun`; each comment is taken once. */
export const pollComments = (
  forge: Pick<Forge, "listComments">,
  { begun, pauseMs, idlePauseMs }: { begun: Date; pauseMs: number; idlePauseMs: number },
): CommentPolling => {
  const known = new Set<number>();
  let since = begun.toISOString();
  const look = async (): Promise<readonly SeenComment[]> => {
    const comments = await forge.listComments(since);
    since = comments.at(-1)?.updatedAt ?? since;
    const fresh = comments.filter((one) => !known.has(one.id));
    for (const { id } of fresh) known.add(id);
    return fresh.filter(asksSomething);
  };
  return {
    next: async (signal, isIdle) => {
      while (!signal.aborted) {
        // The signal is what ends the wait: there is nothing to tell about that.
        await sleep(isIdle ? idlePauseMs : pauseMs, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted && (await look()).length > 0) return;
      }
    },
  };
};
