import type { Figure } from "./figure.ts";
import { runMilepost } from "./run.ts";

/** What must not grow with the plan: requests and time per todo, and memory, of plans of 10 and of 500 todos. */
export const measureLong = async (): Promise<Figure[]> => {
  const short = await runMilepost(10);
  const long = await runMilepost(500);
  const requests = { unit: "requests", target: { of: "value", most: 14 } } as const;
  return [
    { ...requests, name: "requests per todo, 10 todos", value: short.requestsPerTodo, floor: null },
    { ...requests, name: "requests per todo, 500 todos", value: long.requestsPerTodo, floor: null },
    {
      name: "how much more that is",
      unit: "%",
      value: (long.requestsPerTodo / short.requestsPerTodo - 1) * 100,
      floor: null,
      target: { of: "value", most: 10 },
    },
    {
      name: "a todo outside its agent, 500 beside 10 todos",
      unit: "ms",
      value: long.msPerTodo,
      floor: short.msPerTodo,
      target: null,
    },
    {
      name: "peak memory, 500 todos",
      unit: "MB",
      value: long.peakMb,
      floor: null,
      target: { of: "value", most: 300 },
    },
  ];
};
