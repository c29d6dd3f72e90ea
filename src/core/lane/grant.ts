import { MilepostError } from "../error.ts";
import { maxPaths, repositoryPaths } from "../repository-path.ts";
import type { EventOf } from "../todo/event.ts";
import type { TodoRecord } from "../todo/record.ts";

/**
 * A person opens paths to a todo that its body does not own; without any, those that its agent asked for.
 *
 * @throws {MilepostError} when there is nothing to grant, a path leads out of the repository, or there are too many.
 */
export const grant = (
  record: TodoRecord,
  { by, paths = wantsOf(record) }: { by: string; paths?: readonly string[] },
): EventOf<"granted"> => {
  const all = repositoryPaths.safeParse([...new Set([...record.granted, ...paths])]);
  if (paths.length === 0) {
    throw new MilepostError(`the agent of ${record.todo} has asked for no paths`, {
      hint: "name the paths to grant, from the repository's root",
    });
  }
  if (!all.success || all.data.some((path) => path.includes("*"))) {
    throw new MilepostError(`these paths cannot be granted: ${paths.slice(0, 10).join(", ")}`, {
      hint: `name files or folders by their paths from the repository's root, at most ${maxPaths} for a todo`,
    });
  }
  return { type: "granted", by, paths: all.data };
};

/** The paths that a todo waits for: its agent asks for them, or has changed them. */
export const wantsOf = ({ state }: Pick<TodoRecord, "state">): readonly string[] => {
  if (state.status !== "blocked") return [];
  const { reason } = state;
  if (reason.code === "paths-wanted") return reason.paths;
  return reason.code === "attempts-failed" && reason.last.kind === "gates" ? (reason.last.paths ?? []) : [];
};
