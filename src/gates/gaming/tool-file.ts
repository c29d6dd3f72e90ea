import type { ChangedLines } from "../changed-lines.ts";
import type { MovedSettings } from "./settings.ts";

/** What decides how a command behaves: a file whose every edit counts, or only such lines of it. */
export interface ToolFile {
  readonly path: RegExp;
  /** The lines that count; each does when absent. */
  readonly lines?: RegExp;
  readonly what: string;
  /** Whether an edit weakens it; each does when absent. */
  readonly isWeaker?: (file: ChangedLines, moved: MovedSettings) => boolean;
}

/** Whether lines come that have such, or go that have such, and are not there again. */
export const by =
  (added: RegExp, deleted: RegExp | null = added) =>
  (file: ChangedLines, { wasThere, isThere }: MovedSettings): boolean =>
    file.added.some(({ text }) => added.test(text.slice(0, 2000)) && !wasThere(text)) ||
    (deleted !== null &&
      file.deleted.some(({ text }) => deleted.test(text.slice(0, 2000)) && !isThere(text)));

/** Whether lines come that are of neither sort, or go that are not idle. */
export const isOtherThan =
  (harmless: RegExp, idle: RegExp = harmless) =>
  ({ added, deleted }: ChangedLines): boolean =>
    added.some(({ text }) => !harmless.test(text) && !idle.test(text)) ||
    deleted.some(({ text }) => !idle.test(text));
