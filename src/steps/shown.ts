import type { TodoRecord } from "../core/todo/record.ts";
import type { Forge } from "./ports.ts";

/**
 * Whether the todo's pull request shows a head: its branch's, as long as both are open, else the last that it had. Who
 * pushes to a branch that is merged changes nothing of what was merged, and waiting for that head would never end.
 */
export const isShown = async (
  head: string,
  { branch, pull }: Pick<TodoRecord, "branch" | "pull">,
  forge: Pick<Forge, "getBranch" | "getPull">,
): Promise<boolean> => {
  if (pull === null) return false;
  const there = await forge.getBranch(branch);
  if (there?.sha === head) return true;
  const shown = await forge.getPull(pull);
  return (there === null || shown.state !== "open") && shown.head === head;
};
