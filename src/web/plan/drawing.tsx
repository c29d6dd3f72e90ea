import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import type { TodoStatus } from "../../core/report/plan-status.ts";
import type { PlanPlace } from "./place.ts";

/** Sizes of the drawing, in its own units. */
const node = { width: 132, height: 34, gapX: 46, gapY: 12 };

/** Letters of a title that a box has room for. */
const shownLetters = 15;

/** Todos that a drawing may hold before nobody can read it any more. */
const mostNodes = 150;

interface Placed {
  readonly one: TodoStatus;
  readonly x: number;
  readonly y: number;
}

/** What waits for what: a row for each body, a column for each step of waiting, each todo in the colour of its state. */
export const Drawing: FC<{ board: Pick<Board, "status" | "needed">; place: PlanPlace }> = ({
  board,
  place,
}) => {
  const todos = board.status.bodies.flatMap((body) => body.todos);
  if (todos.length === 0 || todos.length > mostNodes) return null;
  const before = beforeIn(board);
  const { placed, width, height } = placedIn(board.status, before);
  return (
    <section aria-labelledby="drawing-head">
      <h2 id="drawing-head">What waits for what</h2>
      <section class="drawing" tabindex={0} aria-label="Drawing of what waits for what">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {arrowsOf(placed, before).map((path) => (
            <path class="arrow" d={path} />
          ))}
          {[...placed.values()].map(({ one, x, y }) => (
            <a href={place.todo(one.todo)} tabindex={-1}>
              <title>{`${one.order} ${one.title}: ${one.state}`}</title>
              <rect
                class={`node fill-${one.state}`}
                x={x}
                y={y}
                width={node.width}
                height={node.height}
                rx="5"
              />
              <text x={x + 8} y={y + 21}>
                <tspan class="order">{one.order}</tspan> {short(one.title)}
              </text>
            </a>
          ))}
        </svg>
      </section>
    </section>
  );
};

const short = (title: string): string =>
  title.length > shownLetters ? `${title.slice(0, shownLetters - 1).trimEnd()}…` : title;

/** What waits stands to the right of all that it waits for; todos of one column in one body stand below each other. */
const placedIn = ({ bodies }: Board["status"], before: Before) => {
  const placed = new Map<string, Placed>();
  const columnOf = columnsBy(before);
  let top = 0;
  for (const { todos } of bodies) {
    const filled = new Map<number, number>();
    for (const one of todos) {
      const column = columnOf(one.todo);
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      const y = (top + row) * (node.height + node.gapY) + node.gapY;
      placed.set(one.todo, { one, x: column * (node.width + node.gapX) + 4, y });
    }
    top += Math.max(0, ...filled.values());
  }
  const last = Math.max(0, ...[...placed.values()].map(({ x }) => x));
  return { placed, width: last + node.width + 8, height: top * (node.height + node.gapY) + node.gapY };
};

/** The todos right before each one: those that it needs, and the one before it in its body. */
type Before = ReadonlyMap<string, readonly string[]>;

const beforeIn = ({ status, needed }: Pick<Board, "status" | "needed">): Before =>
  new Map(
    status.bodies.flatMap(({ todos }) =>
      todos.map(({ todo }, at) => {
        const previous = todos[at - 1];
        return [todo, [...new Set([...(needed.get(todo) ?? []), ...(previous ? [previous.todo] : [])])]];
      }),
    ),
  );

/** The length of the longest chain that leads to a todo; a circle, which no plan has, ends where it is met. */
const columnsBy = (before: Before): ((todo: string) => number) => {
  const columns = new Map<string, number>();
  const columnOf = (todo: string): number => {
    const known = columns.get(todo);
    if (known !== undefined) return known;
    columns.set(todo, 0);
    const column = Math.max(0, ...(before.get(todo) ?? []).map((one) => columnOf(one) + 1));
    columns.set(todo, column);
    return column;
  };
  return columnOf;
};

/** From the right side of what is needed to the left side of what needs it. */
const arrowsOf = (placed: ReadonlyMap<string, Placed>, before: Before): string[] =>
  [...placed.values()].flatMap(({ one, x, y }) =>
    (before.get(one.todo) ?? []).flatMap((need) => {
      const from = placed.get(need);
      if (!from) return [];
      const [startX, startY, endY] = [from.x + node.width, from.y + node.height / 2, y + node.height / 2];
      const bend = Math.max(20, (x - startX) / 2);
      return [`M${startX} ${startY}C${startX + bend} ${startY} ${x - bend} ${endY} ${x} ${endY}`];
    }),
  );
