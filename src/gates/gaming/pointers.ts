import type { ChangedLines } from "../changed-lines.ts";
import { isTextName } from "../text-name.ts";
import { type GamingFinding, weighed } from "./finding.ts";

/** The line of a pointer of Git LFS that names what it stands for; no other line of one is as telling. */
const named = /^oid sha256:[0-9a-f]{64}$/;

/** A pointer has three lines, and up to ten more where extensions were at work. */
const longest = 13;

/** Files of which the change holds a pointer of Git LFS alone: nobody counts or reads what that stands for. */
export const pointersIn = (files: readonly ChangedLines[]): GamingFinding[] =>
  files
    .filter(({ added }) => added.length <= longest && added.some(({ text }) => named.test(text)))
    .map(({ path }) =>
      weighed(path, "is a pointer of Git LFS: what it stands for is not in the diff", isTextName(path)),
    );
