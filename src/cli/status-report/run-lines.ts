import type { LastRun } from "../../local/last-run.ts";
import { plain } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { clock, moment } from "../text/time.ts";
import { wrapped } from "../text/wrapped.ts";

/** Whether a run is at work here, and which; of the last one, how it ended. */
export const runLines = (
  last: LastRun | null,
  { columns, colors, now }: { columns: number | null; colors: Colors; now: Date },
): string[] => {
  if (last === null) return [];
  const { pid, plan, begun, ended, command, isAlive } = last;
  const where = last.forge === "github" ? ", on GitHub" : "";
  const which = plain(`plan ${plan}${where}, process ${pid}, since ${moment(begun)}`);
  if (isAlive) {
    const time = clock(now.getTime() - Date.parse(begun));
    return [...wrapped(`${colors.cyan("●")} A run is at work: ${which} (${time})`, columns), ""];
  }
  return ended === null
    ? [
        ...wrapped(`${colors.yellow("!")} The last run was cut off, and nothing runs now: ${which}`, columns),
        `  Go on:  ${plain(command)}`,
        "",
      ]
    : [
        ...wrapped(
          colors.dim(`○ No run is at work; the last one, of plan ${plan}, ended ${moment(ended)}`),
          columns,
        ),
        "",
      ];
};
