import { MilepostError } from "../error.ts";
import { mostPaths, repositoryPaths } from "../repository-path.ts";
import { statusBefore, type TodoRecord } from "../snapshot/record.ts";

/**
 * The record after a person has opened paths to a todo that its body does not own; without any, those that its agent
 * asked for. A todo that waited for this answer goes on.
 *
 * @throws {MilepostError} when there is nothing to grant, a path leads out of the repository, or there are too many.
 */
export const grant = (record: TodoRecord, paths: readonly string[] = record.wants): TodoRecord => {
  const granted = repositoryPaths.safeParse([...new Set([...record.granted, ...paths])]);
  if (paths.length === 0) {
    throw new MilepostError(`the agent of ${record.todo} has asked for no paths`, {
      hint: "name the paths to grant, from the repository's root",
    });
  }
  if (!granted.success || granted.data.some((path) => path.includes("*"))) {
    throw new MilepostError(`these paths cannot be granted: ${paths.slice(0, 10).join(", ")}`, {
      hint: `name files or folders by their paths from the repository's root, at most ${mostPaths} for a todo`,
    });
  }
  const answered = { ...record, granted: [...new Set(granted.data)], wants: [] };
  if (record.status !== "blocked" || record.wants.length === 0) return answered;
  return { ...answered, status: statusBefore(record), blocked: null };
};
