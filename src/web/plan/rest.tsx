import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { type Landed, landedText } from "../../core/board/landed.ts";
import { count } from "../../core/count.ts";
import { InlineCode } from "../text/inline-code.tsx";
import { Item, TodoLink } from "./item.tsx";
import type { PlanPlace } from "./place.ts";
import { clockText } from "./time.ts";

/** What is in the base, and what is approved and on its way there, each in submission order. */
export const LandedList: FC<{ board: Pick<Board, "landed" | "approved">; place: PlanPlace }> = ({
  board: { landed, approved },
  place,
}) => (
  <section aria-labelledby="landed-head">
    <h2 id="landed-head">
      What landed <span class="count">{landed.length}</span>
    </h2>
    {landed.length === 0 && <p class="none">Nothing is merged yet.</p>}
    <ApprovedItems all={landed} place={place} />
    {approved.length > 0 && (
      <>
        <h3>
          Approved, to be merged in this order <span class="count">{approved.length}</span>
        </h3>
        <ApprovedItems all={approved} place={place} />
      </>
    )}
  </section>
);

const ApprovedItems: FC<{ all: readonly Landed[]; place: PlanPlace }> = ({ all, place }) =>
  all.length === 0 ? null : (
    <ol class="landed">
      {all.map((one) => (
        <li>
          <TodoLink place={place} todo={one.todo} order={one.order} /> <b>{one.title}</b>{" "}
          <Item place={place} kind="pull" number={one.pull} />{" "}
          <span class="meta">
            {landedText(one)}
            {one.state === "closed" ? "; its pull request is closed" : ""}
          </span>
        </li>
      ))}
    </ol>
  );

/** The six criteria under which the milestone closes, each with its evidence. */
export const Criteria: FC<{ criteria: Board["criteria"] }> = ({ criteria }) => (
  <section aria-labelledby="criteria-head">
    <h2 id="criteria-head">Criteria</h2>
    <ul class="criteria">
      {criteria.map(({ name, ok, evidence }) => (
        <li class={ok ? "holds" : "open"}>
          <b>
            {ok ? "✓" : "○"} {name}
          </b>{" "}
          <InlineCode text={evidence} />
        </li>
      ))}
    </ul>
  </section>
);

/** The gates that sent work back most often. */
export const FailedGates: FC<{ gates: Board["gates"] }> = ({ gates }) =>
  gates.length === 0 ? null : (
    <section aria-labelledby="gates-head">
      <h2 id="gates-head">Gates that sent work back</h2>
      <ul class="gates">
        {gates.map(({ name, times, orders }) => (
          <li>
            <b>{name}</b> {count(times, "time")}: {orders.join(", ")}
          </li>
        ))}
      </ul>
    </section>
  );

/** How lanes ended, in order of time. */
export const Moments: FC<{ moments: Board["moments"]; place: PlanPlace }> = ({ moments, place }) =>
  moments.length === 0 ? null : (
    <section aria-labelledby="moments-head">
      <h2 id="moments-head">Moments</h2>
      <ol class="moments">
        {moments.map(({ at, todo, order, words }) => (
          <li>
            <span class="meta">{clockText(at)}</span> <TodoLink place={place} todo={todo} order={order} />{" "}
            {words}
          </li>
        ))}
      </ol>
    </section>
  );
