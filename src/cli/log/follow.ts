import { setTimeout as sleep } from "node:timers/promises";
import type { Attempt } from "../../local/attempts.ts";
import { newLines } from "./kept.ts";
import type { LogPiece, LogReader } from "./reader.ts";

/** Milliseconds between two looks at the files. */
const pauseMs = 250;

interface Followed {
  /** The attempts that are to be followed now, as they stand. */
  readonly attempts: () => Promise<readonly Attempt[]>;
  /** Whether more may come of attempts that have not ended, or more attempts. */
  readonly isLive: () => Promise<boolean>;
  readonly reader: () => LogReader;
  readonly show: (attempt: Attempt, pieces: readonly LogPiece[]) => void;
}

/** Shows what programs print as they do, until all has ended. */
export const follow = async ({ attempts, isLive, reader, show }: Followed): Promise<void> => {
  const looks = new Map<string, { look: () => Promise<void>; rest: () => void }>();
  for (;;) {
    // Asked first: what was printed before the end is read after it.
    const live = await isLive();
    for (const attempt of await attempts()) {
      const known = looks.get(attempt.dir) ?? begin(attempt, { reader, show });
      looks.set(attempt.dir, known);
      await known.look();
    }
    if (!live) break;
    await sleep(pauseMs);
  }
  for (const { rest } of looks.values()) rest();
};

const begin = (attempt: Attempt, { reader, show }: Pick<Followed, "reader" | "show">) => {
  const readers: LogReader[] = [];
  const look = newLines(attempt, () => {
    const own = reader();
    readers.push(own);
    return (line) => show(attempt, own.line(line));
  });
  const rest = (): void => {
    for (const { end } of readers) show(attempt, end());
  };
  return { look, rest };
};
