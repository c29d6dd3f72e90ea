import { newState, type RunState, reduce } from "../../../src/cli/view/state.ts";
import type { RunEvent } from "../../../src/local/events.ts";

export const start = (
  bodies: Readonly<Record<string, readonly string[]>>,
  done: readonly string[] = [],
): RunEvent => ({
  type: "start",
  plan: "shop",
  title: "Open a shop",
  parallel: 2,
  forge: "http://127.0.0.1:1",
  data: "/data",
  bodies: Object.entries(bodies).map(([body, todos]) => ({
    body,
    title: `The ${body}`,
    todos,
    done: todos.filter((todo) => done.includes(todo)),
  })),
});

type Where = Partial<Pick<Extract<RunEvent, { type: "step" }>, "round" | "attempt" | "order">>;

const entry = (body: string, todo: string, { round = 1, attempt = 1, order = "01a" }: Where) => ({
  ...{ body, todo, order, round, attempt },
  branch: `shop/${todo}`,
});

export const step = (
  body: string,
  todo: string,
  stage: string,
  where: Where & { detail?: string } = {},
): RunEvent => ({
  type: "step",
  ...entry(body, todo, where),
  stage,
  detail: where.detail ?? "",
});

export const settled = (
  body: string,
  todo: string,
  result: string,
  where: Where & { detail?: string } = {},
): RunEvent => ({ type: "settled", ...entry(body, todo, where), result, detail: where.detail ?? "" });

/** The state after events that came one second apart, the first at 0. */
export const after = (...events: readonly RunEvent[]): RunState =>
  events.reduce((state, event, at) => reduce(state, event, at * 1000), newState(0));
