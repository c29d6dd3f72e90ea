import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { Prose } from "../text/prose.tsx";
import { Person, type ShownUser } from "./person.tsx";
import { Time } from "./time.tsx";

interface WrittenProps {
  readonly id: string;
  readonly by: ShownUser | null | undefined;
  readonly at: string | null | undefined;
  readonly text: string | null | undefined;
  /** What is said beside the name: a verdict, for one. */
  readonly note?: Child;
  /** Says nothing where nothing was written. */
  readonly mayBeEmpty?: boolean;
}

/** What somebody wrote: an issue's own words, a comment, a review. */
export const Written: FC<PropsWithChildren<WrittenProps>> = ({
  id,
  by,
  at,
  text,
  note,
  mayBeEmpty,
  children,
}) => (
  <section class="written" id={id}>
    <header>
      <Person user={by} /> {note}{" "}
      <a href={`#${id}`}>
        <Time at={at} />
      </a>
    </header>
    {(text || !mayBeEmpty) && <Prose text={text} />}
    {children}
  </section>
);

/** Where a comment is written. */
export const CommentBox: FC<PropsWithChildren<{ action: string }>> = ({ action, children }) => (
  <form method="post" action={action} class="comment-box">
    <label>
      Your comment
      <textarea name="body" rows={5} required placeholder="Markdown, or a command such as /milepost help" />
    </label>
    <div class="buttons">
      <button type="submit">Comment</button>
      {children}
    </div>
  </form>
);
