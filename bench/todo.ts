import { type Figure, median } from "./figure.ts";
import { measureFloor } from "./floor.ts";
import { runMilepost } from "./run.ts";

const rounds = 3;

/** Milliseconds per todo outside the agent: 20 todos in four lanes, beside the floor, each measured in turn. */
export const measureTodo = async (): Promise<Figure[]> => {
  const times: { ours: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push({ floor: await measureFloor(), ours: (await runMilepost(20)).msPerTodo });
  }
  return [
    {
      name: "a todo outside its agent, 20 in four lanes",
      unit: "ms",
      value: median(times.map(({ ours }) => ours)),
      floor: median(times.map(({ floor }) => floor)),
      target: { of: "ratio", most: 1.8 },
    },
  ];
};
