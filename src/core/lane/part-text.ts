import { cut, keyOf } from "../key.ts";
import { harmless } from "../publish/harmless.ts";
import type { SplitEntry } from "./handoff.ts";

/** Which part of what, and what it is about. */
interface NamedPart {
  /** The todo's title. */
  readonly title: string;
  /** From 1. */
  readonly at: number;
  readonly of: number;
  readonly about: string;
}

/** The title of a part's todo and of its pull request. */
export const partTitle = ({ title, at, of, about }: NamedPart): string =>
  cut(`${cut(title, 150)} (${at} of ${of}: ${about})`, 256);

/** The message of a part's commit. */
export const partMessage = (part: NamedPart): string =>
  `${partTitle(part)}\n\nPart ${part.at} of ${part.of} of what was one change, cut by Milepost.`;

/** What people read in the issue of a part: agents that answer its reviews read it, too. */
export const partText = (part: NamedPart & { readonly issue: number; readonly text: string }): string =>
  [
    `Part ${part.at} of ${part.of} of #${part.issue}: ${harmless(part.about)}. Its work was over the limits, so Milepost cut it into parts that each pass the plan's commands on the one before. What is missing here is in the others: all of them together do what follows.`,
    part.text.trim(),
  ].join("\n\n");

/** What is said of a planned todo to whoever works on its first part, or judges it. */
export const firstPartText =
  "This was over the limits, and is cut into parts: its branch has the first. What is missing there comes in the pull requests on top of it, and is not to be added here.";

type Cut = Pick<SplitEntry, "todo" | "cuts">;

/** The id of a todo that is a part of another one. */
export const partId = ({ todo, cuts }: Cut, at: number): string =>
  `${cut(todo, 48)
    .replace(/[^a-z0-9-]/g, "")
    .replace(/-+$/, "")}-${keyOf(todo).slice(0, 4)}${cuts === 0 ? "" : `-cut-${cuts + 1}`}-part-${at}`;

/** The key by which a part is known to its todo. */
export const partKey = ({ todo, cuts }: Cut, at: number): string =>
  keyOf(cuts === 0 ? `${todo}\npart ${at}` : `${todo}\ncut ${cuts + 1}\npart ${at}`);
