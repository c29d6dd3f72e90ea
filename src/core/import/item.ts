import type { Lines } from "./lines.ts";

/** One point of a body's list, as the prompt has it. */
export interface BriefItem extends Lines {
  readonly text: string;
  /** What stands below it, and the line where that begins. */
  readonly details: readonly string[];
  readonly from: number;
  /** What introduces the list that it is in. */
  readonly label: string;
  /** Who works on it, where a table says so for each. */
  readonly of: string | null;
}
