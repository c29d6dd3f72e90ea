import { widthOf } from "../text/width.ts";
import { jsonView } from "./json.ts";
import { openKeyboard } from "./keyboard.ts";
import type { View } from "./view.ts";

/** The view for whoever reads standard output: a program, a person at a terminal, or a log. */
export const chooseView = async ({ json }: { json: boolean }): Promise<View> => {
  const { stdin, stdout, env } = process;
  if (json) return jsonView(stdout);
  const drawable = widthOf(stdout) !== null && env.TERM !== "dumb" && !env.CI;
  return drawable
    ? (await import("./live.ts")).liveView(stdout, (hearer) => openKeyboard(stdin, hearer))
    : (await import("./plain.ts")).plainView(stdout);
};
