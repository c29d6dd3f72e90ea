import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Figure } from "./figure.ts";

/** As `test/action/requests.test.ts` has counted them, which holds each request by itself. */
const counted = fileURLToPath(
  new URL("../../test/action/__snapshots__/requests.test.ts.snap", import.meta.url),
);

/** The most requests that a todo may take on Actions, from the look that claims it to its last settle. */
const targets: Readonly<Record<string, number | null>> = {
  "all well": 20,
  "one round": 35,
  "one fix of the gates": null,
  "merge auto": null,
};

/** What a todo asks for on Actions, in the ways in which it may go. */
export const measureRequests = async (): Promise<Figure[]> => {
  const text = await readFile(counted, "utf8");
  const ways = text.split(/^exports\[`[^:]*: /m).slice(1);
  return Object.entries(targets).map(([name, most]) => {
    const steps = ways.find((way) => way.startsWith(name))?.matchAll(/^"?\w+: (\d+)$/gm) ?? [];
    return {
      name: `requests per todo on Actions, ${name}`,
      unit: "requests",
      value: [...steps].reduce((sum, [, count]) => sum + Number(count), 0) || Number.NaN,
      floor: null,
      target: most === null ? null : { of: "value", most },
    };
  });
};
