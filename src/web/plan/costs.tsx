import type { FC } from "hono/jsx";
import type { Board, RequestCount } from "../../core/board/board.ts";
import type { CostPoint, CostShare } from "../../core/board/costs.ts";
import { dollars, spentText, stepsText } from "../../core/cost/words.ts";
import { clockText, spanText } from "./time.ts";

/** What the plan took: over time against its budget, by body and by program. */
export const Costs: FC<{ board: Pick<Board, "costs" | "requests"> }> = ({ board: { costs, requests } }) => {
  const { spent, counted, limit, points, bodies, accounts } = costs;
  const steps = stepsText(spent);
  return (
    <section class="costs" aria-labelledby="costs-head">
      <h2 id="costs-head">Cost</h2>
      <p>
        {spentText(spent)}
        {limit === null ? "" : ` · ${dollars(counted)} of ${dollars(limit)} of the budget`}
      </p>
      {steps !== "" && <p class="meta">Of that {steps}.</p>}
      {limit !== null && (
        <meter
          class="budget"
          min={0}
          max={limit}
          value={Math.min(counted, limit)}
          aria-label="Of the budget"
        />
      )}
      {points.length > 1 && (points.at(-1)?.tokens ?? 0) + (points.at(-1)?.usd ?? 0) > 0 && (
        <Curve points={points} limit={limit} />
      )}
      <div class="shares">
        <Shares head="By body" shares={bodies} />
        <Shares head="By program" shares={accounts} />
      </div>
      {requests && <Requests requests={requests} />}
    </section>
  );
};

/** What the forge has counted of our requests, against its limit. */
const Requests: FC<{ requests: RequestCount }> = ({ requests: { used, limit, until } }) => (
  <p class="requests">
    <span>
      Requests to the forge: {used.toLocaleString("en")} of {limit.toLocaleString("en")} till{" "}
      {clockText(until)}
    </span>{" "}
    <meter min={0} max={limit} value={Math.min(used, limit)} aria-label="Of the requests that it allows" />
  </p>
);

const tall = 160;
const wide = 1000;

/** Dollars over time as steps, since they are booked when a lane ends; tokens where no dollars are known. */
const Curve: FC<{ points: readonly CostPoint[]; limit: number | null }> = ({ points, limit }) => {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const isPriced = last.usd > 0;
  const heightOf = ({ usd, tokens }: CostPoint): number => (isPriced ? usd : tokens);
  const most = Math.max(
    1e-9,
    heightOf(last),
    isPriced && limit !== null && limit < heightOf(last) * 3 ? limit : 0,
  );
  const x = (at: number): string => (((at - first.at) * wide) / Math.max(1, last.at - first.at)).toFixed(1);
  const y = (value: number): string => (tall - (value * (tall - 6)) / most).toFixed(1);
  const line = points
    .map((point, index) => {
      const before = points[index - 1];
      const flat = before ? `${x(point.at)},${y(heightOf(before))} ` : "";
      return `${flat}${x(point.at)},${y(heightOf(point))}`;
    })
    .join(" ");
  const text = isPriced ? dollars(last.usd) : `${last.tokens.toLocaleString("en")} tokens`;
  return (
    <figure class="curve">
      <svg
        viewBox={`0 0 ${wide} ${tall}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${text} in the end`}
      >
        <polygon class="area" points={`0,${tall} ${line} ${wide},${tall}`} />
        <polyline class="line" points={line} />
        {isPriced && limit !== null && limit <= most && (
          <line class="limit" x1="0" x2={wide} y1={y(limit)} y2={y(limit)} />
        )}
      </svg>
      <figcaption class="axis">
        <span>{clockText(first.at)}</span>
        <span>{text}</span>
        <span>{clockText(last.at)}</span>
      </figcaption>
    </figure>
  );
};

const Shares: FC<{ head: string; shares: readonly CostShare[] }> = ({ head, shares }) => {
  if (shares.length === 0) return null;
  return (
    <table class="share">
      <caption>{head}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Dollars</th>
          <th scope="col">Tokens</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {shares.map(({ name, usd, tokens, milliseconds }) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{usd > 0 ? dollars(usd) : "–"}</td>
            <td>{tokens > 0 ? tokens.toLocaleString("en") : "–"}</td>
            <td>{spanText(milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
