import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { setText } from "../../core/board/set-text.ts";
import { standingText } from "../../core/board/standing-text.ts";
import { leftCountText } from "../../core/todo/counts.ts";
import { clockText } from "./time.ts";

/** How the plan stands, in one line, and how far it is. */
export const PlanHead: FC<{ board: Board }> = ({ board }) => {
  const { counts, status, at } = board;
  return (
    <header class="plan-head">
      <h1>{status.title}</h1>
      <p class={`standing standing-${board.standing}`}>{standingText(board)}</p>
      {board.set.length === 0 ? null : <p>{setText(board)}</p>}
      <progress value={counts.done} max={Math.max(1, counts.total)} aria-label="Todos done" />
      <p class="meta">
        {counts.done} of {counts.total} todos done{leftCountText(counts.left)} · {counts.working} at work ·{" "}
        {counts.blocked} blocked · looked at {clockText(Date.parse(at))}
      </p>
    </header>
  );
};
