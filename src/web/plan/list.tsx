import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { standingText } from "../../core/board/standing-text.ts";

/** A plan, and how it stands; `null` where nothing of it is there, or its forge cannot be read. */
export interface ListedPlan {
  readonly id: string;
  readonly title: string;
  readonly board: Board | null;
}

/** The plans that are known here, and how far each is. */
export const PlanList: FC<{ plans: readonly ListedPlan[] }> = ({ plans }) => (
  <section>
    <h1>Plans</h1>
    <ul class="rows">
      {plans.map(({ id, title, board }) => (
        <li>
          <div>
            <a class="row-title" href={`/-/plans/${encodeURIComponent(id)}`}>
              {title}
            </a>
            {board === null ? null : <Standing board={board} />}
          </div>
        </li>
      ))}
    </ul>
  </section>
);

const Standing: FC<{ board: Board }> = ({ board }) => {
  const { done, total } = board.counts;
  return (
    <>
      <p class={`meta standing-${board.standing}`}>{standingText(board)}</p>
      <p class="meta">
        <progress value={done} max={Math.max(1, total)} aria-label="Todos done" /> {done} of {total} todos
        done
      </p>
    </>
  );
};
