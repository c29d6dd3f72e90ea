import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** When a run last showed life, in milliseconds since 1970. */
export interface Heartbeat {
  last: number;
}

/** Waits until there was neither output nor a change of a file in `folder` for `limitMs`. */
export const untilStalled = async (
  heartbeat: Heartbeat,
  { limitMs, folder, signal }: { limitMs: number; folder: string; signal: AbortSignal },
): Promise<void> => {
  for (;;) {
    const quiet = Date.now() - heartbeat.last;
    if (quiet < limitMs) {
      await sleep(limitMs - quiet, undefined, { signal });
      continue;
    }
    const changed = await changeAfter(folder, heartbeat.last);
    if (changed === null) return;
    heartbeat.last = Math.max(heartbeat.last, changed);
  }
};

/**
 * A time after `since` at which something below the folder changed; `null` when nothing did.
 *
 * The inode's change time counts, which programs cannot set. Files come and go meanwhile: what is gone, is skipped.
 */
const changeAfter = async (folder: string, since: number): Promise<number | null> => {
  const own = await changeTime(folder);
  if (own > since) return Math.min(own, Date.now());
  const entries = await opendir(folder).catch(() => null);
  if (!entries) return null;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    const changed = entry.isDirectory() ? await changeAfter(path, since) : await changeTime(path);
    if (changed !== null && changed > since) return Math.min(changed, Date.now());
  }
  return null;
};

const changeTime = (path: string): Promise<number> =>
  lstat(path).then(
    (stats) => stats.ctimeMs,
    () => 0,
  );
