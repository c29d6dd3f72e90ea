import type { FC } from "hono/jsx";
import type { TodoAnswer } from "../../core/todo/answers.ts";

interface AnswerFormProps {
  readonly action: string;
  /** The todo that it is about; `null` is the whole plan. */
  readonly todo: string | null;
  readonly answer: TodoAnswer;
  readonly isFirst?: boolean;
}

/** A command as a button; what it needs in a person's own words has a field. */
export const AnswerForm: FC<AnswerFormProps> = ({ action, todo, answer, isFirst = false }) => {
  const { fixed, asked } = partsOf(answer.command);
  const label = `${fixed[0]?.toUpperCase()}${fixed.slice(1)}`;
  const id = `say-${todo ?? "plan"}-${fixed.replace(/\W+/g, "-")}`;
  return (
    <form method="post" action={action} class="answer" id={id} data-command={fixed.split(" ")[0]}>
      {todo !== null && <input type="hidden" name="todo" value={todo} />}
      <input type="hidden" name="command" value={fixed} />
      {asked !== null && (
        <input
          type="text"
          name="words"
          id={`${id}-words`}
          required
          aria-label={`${label}: ${asked}`}
          placeholder={`${asked}, in your own words`}
        />
      )}
      <button type="submit" id={`${id}-button`} class={isFirst ? "primary" : undefined} title={answer.does}>
        {label}
      </button>
      <span class="does">{answer.does}</span>
    </form>
  );
};

/** `changes <what>` is the command `changes`, for which a person is asked `what`. */
const partsOf = (command: string): { fixed: string; asked: string | null } => {
  const [, fixed = command, asked] = /^([^<]*?)\s*<(.+)>$/.exec(command) ?? [];
  return { fixed, asked: asked ?? null };
};
