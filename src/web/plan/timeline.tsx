import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { outcomeText } from "../../core/board/moments.ts";
import type { LaneBar } from "../../core/board/timeline.ts";
import { groupBy } from "../../core/group.ts";
import type { PlanPlace } from "./place.ts";
import { clockText, spanText } from "./time.ts";

/** The width of a row, in its own units. */
const width = 1000;

interface Scale {
  readonly from: number;
  readonly to: number;
}

/** Lanes over time, a row for each body; what programs ran for is told apart by colour. */
export const Timeline: FC<{ board: Pick<Board, "lanes" | "status">; place: PlanPlace }> = ({
  board,
  place,
}) => {
  const { lanes, status } = board;
  if (lanes.length === 0) return null;
  const scale = {
    from: Math.min(...lanes.map(({ from }) => from)),
    to: Math.max(...lanes.map(({ to }) => to)),
  };
  const byBody = groupBy(lanes, ({ body }) => body);
  const titles = new Map(status.bodies.map(({ body, title }) => [body, title]));
  const shown = [...new Set([...titles.keys(), ...byBody.keys()])].filter((body) => byBody.has(body));
  return (
    <section class="timeline" aria-labelledby="timeline-head">
      <h2 id="timeline-head">Timeline</h2>
      <p class="legend">
        {["implement", "propose", "review", "settle"].map((phase) => (
          <span class={`key key-${phase}`}>{phase}</span>
        ))}
        {status.accounts.map((line) => (
          <span class="key key-held">{line}</span>
        ))}
      </p>
      {shown.map((body) => (
        <div class="row">
          <span class="row-name">{titles.get(body) ?? body}</span>
          <Row lanes={byBody.get(body) ?? []} scale={scale} place={place} />
        </div>
      ))}
      <p class="axis">
        <span>{clockText(scale.from)}</span>
        <span>{spanText(scale.to - scale.from)}</span>
        <span>{clockText(scale.to)}</span>
      </p>
      <LaneList lanes={lanes} place={place} />
    </section>
  );
};

const Row: FC<{ lanes: readonly LaneBar[]; scale: Scale; place: PlanPlace }> = ({ lanes, scale, place }) => (
  <svg viewBox={`0 0 ${width} 20`} preserveAspectRatio="none" aria-hidden="true">
    {lanes.map((lane) => (
      <a href={place.todo(lane.todo)} tabindex={-1}>
        <title>{laneText(lane)}</title>
        <rect class={`lane lane-${lane.how ?? "running"}`} {...box(lane, scale)} y="1" height="18" />
        {lane.parts.map((part) => (
          <rect class={`phase phase-${part.phase}`} {...box(part, scale)} y="4" height="12" />
        ))}
      </a>
    ))}
  </svg>
);

/** What is shorter than a line can be seen is as wide as one. */
const box = ({ from, to }: Scale, scale: Scale): { x: string; width: string } => {
  const whole = Math.max(1, scale.to - scale.from);
  const at = (time: number): number => ((time - scale.from) * width) / whole;
  return { x: at(from).toFixed(1), width: Math.max(2, at(to) - at(from)).toFixed(1) };
};

const laneText = (lane: LaneBar): string =>
  `${lane.order} ${lane.title}: round ${lane.round}, ${spanText(lane.to - lane.from)}, ${outcomeText(lane) ?? "at work"}`;

/** The same for who reads it: colours and lengths alone say it to few. */
const LaneList: FC<{ lanes: readonly LaneBar[]; place: PlanPlace }> = ({ lanes, place }) => (
  <details id="lanes">
    <summary>{lanes.length} lanes in words</summary>
    <ol class="lanes">
      {lanes.map((lane) => (
        <li>
          {clockText(lane.from)} <a href={place.todo(lane.todo)}>{laneText(lane)}</a>
          {lane.ran.map(
            ({ step, account, milliseconds }) => ` · ${step} by ${account ?? "?"} ${spanText(milliseconds)}`,
          )}
        </li>
      ))}
    </ol>
  </details>
);
