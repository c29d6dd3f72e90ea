import { shellWord } from "../core/shell-word.ts";
import type { HowToAnswer } from "../core/todo/answers.ts";
import type { ForgeKind } from "../local/home.ts";

/** How a person answers a todo or the plan from this machine, as it is typed: by `say` on the local forge, by a comment on GitHub. */
export const howToAnswer =
  ({ file, repo, forge }: { file: string; repo: string; forge: ForgeKind }): HowToAnswer =>
  (command, { order, issue }) => {
    if (forge === "github") return commentOn(issue, command);
    const place = repo === "." ? [] : ["--repo", repo];
    const on = order === null ? [] : ["--todo", order];
    return ["milepost", "say", file, ...wordsOf(command), ...on, ...place].map(shellWord).join(" ");
  };

const commentOn = (issue: number | null, command: string): string => {
  const body = `/milepost ${command}`;
  return issue === null ? `comment \`${body}\`` : `gh issue comment ${issue} --body ${shellWord(body)}`;
};

const wordsOf = (command: string): string[] => command.split(" ");
