import type { Result } from "../../core/report/report.ts";
import type { RunEvent } from "../../local/events.ts";

/** All that the live view is drawn from. Times are milliseconds of one clock. */
export interface RunState {
  readonly title: string;
  readonly startedAt: number;
  readonly parallel: number;
  readonly done: number;
  readonly total: number;
  /** In the order of the plan. */
  readonly bodies: readonly BodyState[];
  /** What is said of each account that holds todos up. */
  readonly held: readonly string[];
  /** What is run on the base before anything starts there; `null` when nothing is. */
  readonly base: string | null;
  /** What is run on what would land; `null` when nothing is. */
  readonly landing: string | null;
  /** Whether a person asked it to stop. */
  readonly stopping: boolean;
  /** Whether a person paused the plan by a key. */
  readonly paused: boolean;
  /** Where keys stand; `null` where nobody has any. */
  readonly keys: KeysState | null;
  /** There when the run is over. */
  readonly result: Result | null;
}

interface KeysState {
  /** The body that keys are about; `null` is the first that has something to show. */
  readonly body: string | null;
  readonly isHelpShown: boolean;
}

export interface BodyState {
  readonly id: string;
  readonly title: string;
  /** Ids of its todos when the run began. */
  readonly planned: readonly string[];
  /** Ids of its todos, follow-ups included once they are worked. */
  readonly todos: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  /** What its agent is at; `null` while it waits. */
  readonly lane: LaneState | null;
  /** How its last lane ended, until the next one begins. */
  readonly last: SettledLane | null;
}

interface LaneState {
  readonly todo: string;
  readonly order: string;
  readonly round: number;
  readonly attempt: number;
  readonly stage: string;
  /** When the lane began. */
  readonly since: number;
}

type SettledLane = Pick<SettledEvent, "todo" | "order" | "result">;

type StartEvent = Extract<RunEvent, { type: "start" }>;
type StepEvent = Extract<RunEvent, { type: "step" }>;
type SettledEvent = Extract<RunEvent, { type: "settled" }>;

export const newState = (now: number): RunState => ({
  title: "",
  startedAt: now,
  parallel: 0,
  done: 0,
  total: 0,
  bodies: [],
  held: [],
  base: null,
  landing: null,
  stopping: false,
  paused: false,
  keys: null,
  result: null,
});

/** The state after an event that came at `now`. */
export const reduce = (state: RunState, event: RunEvent, now: number): RunState => {
  switch (event.type) {
    case "start":
      return started(state, event);
    case "progress":
      return { ...state, done: event.done, total: event.total, base: null };
    case "held":
      return { ...state, held: event.words };
    case "base":
      return { ...state, base: event.stage };
    case "landing":
      return { ...state, landing: event.ended === null ? event.stage : null };
    case "step":
      return withBody(state, event.body, (body) => stepped(body, event, now));
    case "settled":
      return withBody(state, event.body, (body) => settled(body, event));
    case "result":
      return { ...state, done: event.todos.done, total: event.todos.total, result: event };
    case "warning":
    case "change":
    case "notice":
      return state;
    default:
      return event satisfies never;
  }
};

const started = (state: RunState, { title, parallel, bodies }: StartEvent): RunState => ({
  ...state,
  title,
  parallel,
  done: bodies.reduce((sum, { done }) => sum + done.length, 0),
  total: bodies.reduce((sum, { todos }) => sum + todos.length, 0),
  bodies: bodies.map(({ body, title, todos, done }) => ({
    id: body,
    title,
    planned: todos,
    todos: new Set(todos),
    done: new Set(done),
    lane: null,
    last: null,
  })),
});

const withBody = (state: RunState, id: string, change: (body: BodyState) => BodyState): RunState => ({
  ...state,
  bodies: state.bodies.map((body) => (body.id === id ? change(body) : body)),
});

/** A todo that is worked again, after its approval too, is not done. */
const stepped = (body: BodyState, event: StepEvent, now: number): BodyState => {
  const { todo, order, round, attempt, stage } = event;
  const since = body.lane?.todo === todo ? body.lane.since : now;
  return {
    ...body,
    todos: new Set([...body.todos, todo]),
    done: new Set([...body.done].filter((id) => id !== todo)),
    lane: { todo, order, round, attempt, stage, since },
    last: null,
  };
};

const settled = (body: BodyState, { todo, order, result }: SettledEvent): BodyState => ({
  ...body,
  done: result === "approved" ? new Set([...body.done, todo]) : body.done,
  lane: null,
  last: { todo, order, result },
});
