import type { RunEvent } from "../../local/events.ts";
import { clip, plain, widthOf } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";

/** One line of a run's story, before it is cut and coloured. */
export interface ViewLine {
  readonly mark: Mark;
  readonly text: string;
  /** Said as far as there is room. */
  readonly detail: string;
}

type Mark = "✓" | "↺" | "✗" | "○" | "+" | "!" | "·" | " ";

/** The stage in which sign-offs that were missing are added. */
const signingOff = "signing off";

/** The stage in which is removed what no commit can hold. */
const removed = "removed";

/** How the stage begins when gates gave the work back to the agent inside its run. */
const sentBack = "agent, ";

/** What an event leaves on the screen: how a lane ended, a follow-up, a warning; `null` for what only passes by. */
export const lastingLine = (event: RunEvent): ViewLine | null => {
  switch (event.type) {
    case "settled":
      return { ...endingOf(event), detail: plain(event.detail) };
    case "warning":
      return { mark: "!", text: plain(event.message), detail: "" };
    case "notice":
      return event.outcome === "sent"
        ? { mark: "·", text: `told ${event.to}`, detail: plain(event.what) }
        : null;
    case "change":
      return event.change === "create-fix"
        ? { mark: "+", text: `follow-up opened for ${event.todo}`, detail: "" }
        : null;
    case "held":
      return event.words.length === 0 ? null : { mark: "○", text: plain(event.words.join("; ")), detail: "" };
    case "step":
      return turnOf(event);
    case "landing":
      return event.ended === null ? null : landingLine(event);
    case "start":
    case "base":
    case "progress":
    case "result":
      return null;
    default:
      return event satisfies never;
  }
};

/** A turn that a lane takes inside a step. */
const turnOf = (event: Extract<RunEvent, { type: "step" }>): ViewLine | null => {
  const { stage, detail } = event;
  if (stage === signingOff)
    return { mark: "+", text: `${nameOf(event)}: ${plain(event.detail)}`, detail: "" };
  if (stage === removed) return { mark: "!", text: `${nameOf(event)}: removed`, detail: plain(detail) };
  if (!stage.startsWith(sentBack)) return null;
  const text = `${nameOf(event)}: sent back by the gates, ${stage.slice(sentBack.length)}`;
  const [first = ""] = detail.split("\n");
  return { mark: "↺", text, detail: plain(first.replace(/^- /, "").replace(" failed: ", ": ")) };
};

/** What a lane is at now. */
export const stepLine = (event: Extract<RunEvent, { type: "step" }>): ViewLine => {
  const { round, attempt, stage } = event;
  const turn = `${round > 1 ? `, round ${round}` : ""}${attempt > 1 ? `, attempt ${attempt}` : ""}`;
  return {
    mark: "·",
    text: `${nameOf(event)}: ${plain(stage)}${turn}`,
    detail: isDenial(stage) ? plain(listed(event.detail)) : "",
  };
};

const isDenial = (stage: string): boolean => stage.endsWith("denied");

const listed = (lines: string): string => lines.replaceAll("\n", "; ");

/** What is run on the base now. */
export const baseLine = ({ stage, detail }: Extract<RunEvent, { type: "base" }>): ViewLine => ({
  mark: "·",
  text: `the base: ${plain(stage)}`,
  detail: plain(detail),
});

/** What is run on what would land, or what came of it. */
export const landingLine = ({ stage, detail, ended }: Extract<RunEvent, { type: "landing" }>): ViewLine => ({
  mark: ended === "passed" ? "✓" : ended === "failed" ? "✗" : "·",
  text: `what lands together: ${plain(stage)}`,
  detail: plain(detail.split("\n").at(-1) ?? ""),
});

/** A line in at most `columns` columns; `null` is as wide as it takes. */
export const paintLine = (
  { mark, text, detail }: ViewLine,
  columns: number | null,
  colors: Colors,
): string => {
  const most = (columns ?? Number.POSITIVE_INFINITY) - 2;
  const shown = clip(text, most);
  const rest = detail === "" || shown !== text ? "" : clip(`: ${detail}`, most - widthOf(shown));
  return `${painterOf(mark, colors)(mark)} ${shown}${colors.dim(rest)}`;
};

const painterOf = (mark: Mark, colors: Colors): ((text: string) => string) => {
  switch (mark) {
    case "✓":
      return colors.green;
    case "✗":
      return colors.red;
    case "↺":
    case "!":
      return colors.yellow;
    case "○":
    case "+":
    case "·":
    case " ":
      return colors.dim;
    default:
      return mark satisfies never;
  }
};

type SettledEvent = Extract<RunEvent, { type: "settled" }>;

const nameOf = ({ order, todo }: { order: string; todo: string }): string => `${order} ${todo}`;

const endingOf = (event: SettledEvent): Pick<ViewLine, "mark" | "text"> => {
  const { result, round, attempt } = event;
  const name = nameOf(event);
  switch (result) {
    case "approved":
      return { mark: "✓", text: `${name}: approved${round > 1 ? ` in round ${round}` : ""}` };
    case "changes requested":
      return { mark: "↺", text: `${name}: changes requested in round ${round}` };
    case "restacked":
      return { mark: "✓", text: `${name}: took in what is below it` };
    case "conflict":
      return { mark: "↺", text: `${name}: conflicts with what is below it` };
    case "refused":
      return { mark: "↺", text: `${name}: sent back by the gates` };
    case "nothing":
      return { mark: "↺", text: `${name}: the agent changed nothing` };
    case "failed":
    case "lost":
      return { mark: "↺", text: `${name}: attempt ${attempt} failed` };
    case "interrupted":
      return { mark: "○", text: `${name}: interrupted` };
    case "unreviewed":
    case "troubled":
    case "held-up":
      return { mark: "○", text: `${name}: no attempt` };
    case "unattributed":
      return { mark: "✗", text: `${name}: the repository changed meanwhile` };
    case "unreadable":
      return { mark: "✗", text: `${name}: the verdict cannot be taken` };
    default:
      return { mark: "✗", text: `${name}: ${result}` };
  }
};
