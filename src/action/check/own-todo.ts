import type { TodoRecord } from "../../core/todo/record.ts";
import { type GitHub, statusOf } from "../../github/client.ts";
import { getIssue } from "../../github/issues.ts";
import { say } from "../commands.ts";
import type { CheckedPull } from "./event.ts";

/** The record of the todo that a pull request is of: that which it names, if its branch is this one. */
export const ownTodo = async (
  github: GitHub,
  { todo, head, isFork }: CheckedPull,
): Promise<TodoRecord | null> => {
  if (todo === null || isFork) return null;
  try {
    const record = (await getIssue(github, todo))?.record;
    return record?.kind === "todo" && record.branch === head.ref ? record : null;
  } catch (error) {
    if (statusOf(error) !== 403 && statusOf(error) !== 404) throw error;
    say(
      `issue #${todo} cannot be read, so what people opened to it is not known: give the job \`issues: read\``,
    );
    return null;
  }
};
