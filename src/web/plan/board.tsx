import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { statuses } from "../../core/todo/state.ts";
import { asset } from "../assets.ts";
import { AnswerForm } from "./answer-form.tsx";
import { Bodies } from "./bodies.tsx";
import { Costs } from "./costs.tsx";
import { Drawing } from "./drawing.tsx";
import { PlanHead } from "./head.tsx";
import { Live } from "./live.tsx";
import { Needs } from "./needs.tsx";
import type { PlanPlace } from "./place.ts";
import { Criteria, FailedGates, LandedList, Moments } from "./rest.tsx";
import { Timeline } from "./timeline.tsx";

/** Which todos are shown; empty is any. */
interface BoardFilter {
  readonly body: string;
  readonly state: string;
}

interface BoardPageProps {
  readonly board: Board;
  readonly place: PlanPlace;
  readonly filter: BoardFilter;
}

/** The board of a plan: what needs a person first, then all that happens, live. */
export const BoardPage: FC<BoardPageProps> = ({ board, place, filter }) => (
  <div class="board" data-keys>
    <Live name="head">
      <PlanHead board={board} />
    </Live>
    <Live name="needs">
      <Needs needs={board.needs} place={place} />
    </Live>
    <Live name="plan-buttons">
      <PlanButtons board={board} action={place.action} />
    </Live>
    <Filter board={board} filter={filter} />
    <Live name="todos">
      <Bodies board={filtered(board, filter)} place={place} />
    </Live>
    <Live name="drawing">
      <Drawing board={board} place={place} />
    </Live>
    <Live name="past">
      <Timeline board={board} place={place} />
      <Costs board={board} />
      <FailedGates gates={board.gates} />
      <LandedList board={board} place={place} />
      <Criteria criteria={board.criteria} />
      <Moments moments={board.moments} place={place} />
    </Live>
    <Keys />
    <script src={asset("board.js").address} type="module" />
  </div>
);

/** What a person says to the whole plan, whatever waits. */
const PlanButtons: FC<{ board: Board; action: string | null }> = ({ board, action }) => {
  if (action === null || board.standing === "closed" || board.paused) return null;
  const answers = [
    { command: "pause", does: "starts nothing new" },
    { command: "stop", does: "cancels what runs, too" },
    ...(board.counts.blocked > 0 ? [{ command: "retry", does: "gives what is blocked new attempts" }] : []),
  ];
  return (
    <div class="plan-buttons">
      {answers.map((answer) => (
        <AnswerForm action={action} todo={null} answer={answer} />
      ))}
    </div>
  );
};

const Filter: FC<{ board: Board; filter: BoardFilter }> = ({ board, filter }) => (
  <form class="filter">
    <label>
      Body{" "}
      <select name="body">
        <option value="">all</option>
        {board.status.bodies.map(({ body, title }) => (
          <option value={body} selected={body === filter.body}>
            {title}
          </option>
        ))}
      </select>
    </label>
    <label>
      State{" "}
      <select name="state">
        <option value="">all</option>
        {statuses.map((state) => (
          <option value={state} selected={state === filter.state}>
            {state}
          </option>
        ))}
      </select>
    </label>
    <button type="submit">Filter</button>
  </form>
);

const filtered = ({ status }: Board, { body: wanted, state }: BoardFilter): Pick<Board, "status"> => ({
  status: {
    ...status,
    bodies: status.bodies
      .filter(({ body }) => wanted === "" || body === wanted)
      .map((body) => ({ ...body, todos: body.todos.filter((one) => state === "" || one.state === state) })),
  },
});

/** What keys do, where scripts run. */
const Keys: FC = () => (
  <details id="keys" class="keys">
    <summary>Keys</summary>
    <p>
      <kbd>j</kbd> and <kbd>k</kbd>: the next and the last card · <kbd>o</kbd>: open it · <kbd>a</kbd>: to its
      first answer · <kbd>r</kbd>: to its retry · <kbd>?</kbd>: these keys
    </p>
  </details>
);
