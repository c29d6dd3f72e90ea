import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Figure, median } from "./figure.ts";
import { runMilepost } from "./run.ts";

const rounds = 3;
/** Four a lane: loading the pages, once, is a small part of a run. */
const todos = 32;

/** Two seconds of 1,250 lines each: eight lanes write 10,000 lines a second. */
const work =
  'for part in 1 2 3 4 5 6 7 8 9 10; do yes "a line of what an agent says, of the usual length" | head -n 250; sleep 0.2; done';

/** A todo in eight lanes that print much, while a board and three transcripts are watched, beside nobody who watches. */
export const measureWatched = async (): Promise<Figure[]> => {
  const times: { watched: number; alone: number }[] = [];
  const loads: number[] = [];
  const beside = (repository: string, signal: AbortSignal) => watch(repository, { signal, loads });
  for (let round = 0; round < rounds; round++)
    times.push({
      alone: (await runMilepost(todos, { lanes: 8, work })).msPerTodo,
      watched: (await runMilepost(todos, { lanes: 8, work, beside })).msPerTodo,
    });
  return [
    {
      name: "a todo while its board is watched, 10,000 lines/s",
      unit: "ms",
      value: median(times.map(({ watched }) => watched)),
      floor: median(times.map(({ alone }) => alone)),
      target: { of: "ratio", most: 1.05 },
    },
    { name: "its board meanwhile", unit: "ms", value: median(loads), floor: null, target: null },
  ];
};

interface Watching {
  readonly signal: AbortSignal;
  /** How long each load of the board took, in milliseconds. */
  readonly loads: number[];
}

/** What an open board and open transcripts ask for: the one once a second, the others twice. */
const watch = async (repository: string, { signal, loads }: Watching): Promise<void> => {
  const address = await addressIn(repository, signal);
  if (!address) return;
  const ask = async (path: string): Promise<Response | null> =>
    await fetch(address.url + path, {
      headers: { authorization: `Bearer ${address.person}`, accept: "text/html" },
      signal,
    }).catch(() => null);
  const board = async (): Promise<void> => {
    while (!signal.aborted) {
      const begun = performance.now();
      const answer = await ask("/-/plans/bench");
      await answer?.text().catch(() => "");
      if (answer?.ok) loads.push(performance.now() - begun);
      await sleep(1000);
    }
  };
  const transcript = async (todo: number): Promise<void> => {
    for (let next = 0; !signal.aborted; await sleep(500)) {
      const answer = await ask(`/-/plans/bench/todos/todo-${todo}/attempts/1?form=json&from=${next}`);
      const part = nextSchema.safeParse(await answer?.json().catch(() => null));
      if (part.success) next = part.data.next;
    }
  };
  await Promise.all([board(), ...[0, 1, 2].map(transcript)]);
};

const nextSchema = z.object({ next: z.number() });
const addressSchema = z.object({ url: z.string(), person: z.string() });

/** The forge that the run has open, as soon as it says so. */
const addressIn = async (
  repository: string,
  signal: AbortSignal,
): Promise<z.output<typeof addressSchema> | null> => {
  for (; !signal.aborted; await sleep(50)) {
    const text = await readFile(join(repository, ".milepost/forge.json"), "utf8").catch(() => "");
    if (text !== "") return addressSchema.parse(JSON.parse(text));
  }
  return null;
};
