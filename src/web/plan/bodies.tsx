import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { briefly } from "../../core/cost/words.ts";
import type { PlanStatus, TodoStatus } from "../../core/report/plan-status.ts";
import { leftCountText } from "../../core/todo/counts.ts";
import { InlineCode } from "../text/inline-code.tsx";
import { Item, TodoLink } from "./item.tsx";
import type { PlanPlace } from "./place.ts";
import { StateMark } from "./state.tsx";

/** Bodies × todos, each with its state. */
export const Bodies: FC<{ board: Pick<Board, "status">; place: PlanPlace }> = ({ board, place }) => (
  <section aria-labelledby="bodies-head">
    <h2 id="bodies-head">Todos</h2>
    {board.status.bodies.map((body) => (
      <BodyTable body={body} place={place} />
    ))}
  </section>
);

const BodyTable: FC<{ body: PlanStatus["bodies"][number]; place: PlanPlace }> = ({ body, place }) => {
  if (body.todos.length === 0) return null;
  const planned = body.todos.filter(({ left }) => left === null);
  const done = planned.filter((one) => one.done).length;
  const cost = briefly(body.spent);
  return (
    <div class="body" data-body={body.body}>
      <h3>
        {body.title}{" "}
        <span class="meta">
          {done} of {planned.length}
          {leftCountText(body.todos.length - planned.length)}
          {cost === "" ? "" : `, ${cost}`}
        </span>
      </h3>
      <ul class="todos">
        {body.todos.map((one) => (
          <TodoRow one={one} place={place} />
        ))}
      </ul>
    </div>
  );
};

const TodoRow: FC<{ one: TodoStatus; place: PlanPlace }> = ({ one, place }) => {
  const why = one.left ?? one.blocked;
  return (
    <li
      id={`todo-${one.todo}`}
      class={`todo mark-edge-${one.left !== null ? "blocked" : one.cutOff ? "cut-off" : one.state}`}
      data-card
      data-state={one.state}
      tabindex={-1}
    >
      <span class="todo-order">
        <TodoLink place={place} todo={one.todo} order={one.order} />
      </span>
      <span class="todo-title">{one.title}</span>
      <StateMark todo={one} />
      <span class="todo-facts">
        <Item place={place} kind="issues" number={one.issue} />{" "}
        <Item place={place} kind="pull" number={one.pull} />
        {one.rounds > 1 && <span>{one.rounds} rounds</span>}
        {one.failed > 0 && <span>{one.failed} failed</span>}
        {briefly(one.spent) !== "" && <span>{briefly(one.spent)}</span>}
      </span>
      {why !== null && (
        <span class="todo-why">
          <InlineCode text={why.split("\n")[0] ?? ""} />
        </span>
      )}
      {why === null && one.waitsFor.length > 0 && (
        <span class="todo-waits">waits for {one.waitsFor.join(", ")}</span>
      )}
    </li>
  );
};
