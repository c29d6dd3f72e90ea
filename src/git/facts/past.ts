import { groupBy } from "../../core/group.ts";
import type { PastFile } from "../../gates/gate.ts";
import type { Git } from "../git.ts";

/** Changes of these files in the base's history that are looked at, the latest first. */
const mostChanges = 500;

/** Commits that brought one of them and may have moved it: each takes a comparison of whole trees. */
const mostMoves = 20;

/** What stood at each of these paths in the history of a commit, before they were moved there, too. */
export const pastOf = async (
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly PastFile[]>> => {
  const found = new Map(paths.map((path): [string, PastFile[]] => [path, []]));
  let open = paths.map((path) => ({ path, now: path, from: commit }));
  for (let moves = 0; open.length > 0 && moves < mostMoves; moves += 1) {
    const next: typeof open = [];
    for (const [from, group] of groupBy(open, ({ from }) => from)) {
      const changes = await changesOf(
        git,
        from,
        group.map(({ now }) => now),
      );
      for (const { path, now } of group) {
        const own = changes.filter((change) => change.path === now);
        found.get(path)?.push(...own.flatMap(({ end }) => (end ? [{ path: now, end }] : [])));
        const first = own.find(({ isNew }) => isNew);
        if (first) next.push({ path, now, from: first.commit });
      }
    }
    open = await movedFrom(git, next);
  }
  return found;
};

interface PastChange {
  readonly commit: string;
  readonly path: string;
  readonly end: PastFile["end"] | null;
  readonly isNew: boolean;
}

/** What the base itself was, step by step: of a merge only what it made of its first parent counts. */
const changesOf = async (git: Git, commit: string, paths: readonly string[]): Promise<PastChange[]> => {
  const format = ["--raw", "-z", "-r", "--no-abbrev", "--no-renames", "--format=%H", "--no-show-signature"];
  const { stdout } = await git(
    [
      ...["--literal-pathspecs", "log", "--first-parent", "-m", "--root", `--max-count=${mostChanges}`],
      ...[...format, commit, "--", ...paths],
    ],
    {},
  );
  const changes: PastChange[] = [];
  let at = "";
  const fields = stdout.split("\0").values();
  for (const field of fields) {
    const record = /^\n?:(\d{6}) (\d{6}) [\da-f]+ ([\da-f]+) [A-Z]/.exec(field);
    if (!record) {
      if (/[\da-f]{40}/.test(field)) at = field.trim();
      continue;
    }
    const [, old = "", mode = "", blob = ""] = record;
    const path = fields.next().value ?? "";
    changes.push({
      ...{ commit: at, path, isNew: old === "000000" },
      end: mode === "000000" ? null : { mode, blob },
    });
  }
  return changes;
};

interface Place {
  readonly path: string;
  /** Where it is as of `from`. */
  readonly now: string;
  readonly from: string;
}

/** Where files lay before the commits that brought them, where these moved them. */
const movedFrom = async (git: Git, places: readonly Place[]): Promise<Place[]> => {
  const older: Place[] = [];
  for (const [commit, group] of [...groupBy(places, ({ from }) => from)].slice(0, mostMoves)) {
    const { stdout, exitCode } = await git(
      ["diff", "--raw", "-z", "--no-abbrev", "-M", "--diff-filter=R", `${commit}^1`, commit],
      { ok: [128] },
    );
    if (exitCode !== 0) continue;
    const fields = stdout.split("\0");
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [, old = "", young] = fields.slice(at, at + 3);
      for (const place of group)
        if (place.now === young) older.push({ path: place.path, now: old, from: `${commit}^1` });
    }
  }
  return older;
};
