import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { copilot } from "./copilot.ts";
import { gemini } from "./gemini.ts";
import { opencode } from "./opencode.ts";
import type { Readable } from "./spoken.ts";

/** How what a program printed is made readable; one that prints for people, or that nobody knows, stands as it is. */
export const readableOf = (program: string): Readable => readers[program]?.() ?? asItStands;

const readers: Readonly<Record<string, () => Readable>> = { claude, codex, gemini, copilot, opencode };

const asItStands: Readable = { line: (text) => [{ kind: "other", text }], end: () => [] };
