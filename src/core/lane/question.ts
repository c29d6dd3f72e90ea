import { cut } from "../key.ts";
import { code } from "../publish/line.ts";
import { quoted } from "../publish/quoted.ts";

/** What a person is asked on the issue of a todo whose agent needs paths that its body does not own. */
export const questionText = (
  body: string,
  { wants, summary }: { wants: readonly string[]; summary: string },
) =>
  [
    `**A question to a person:** may the agent of the body \`${body}\` change these paths for this todo, although the body does not own them?`,
    wants.map((path) => `- ${code(path)}`).join("\n"),
    ...(summary.trim() === ""
      ? []
      : [`Its reason, in its own words:\n\n${quoted(cut(summary.trim(), 2000))}`]),
    "Answer with a comment that begins with `/milepost`: `grant` opens all of them, `grant <path>…` some of them; `retry` lets it try without, `skip <why>` drops the todo.",
  ].join("\n\n");
