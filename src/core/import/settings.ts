import type { reviewerNames } from "../plan/program.ts";
import type { Brief } from "./brief.ts";

/** What a prompt says about the plan as a whole; `null` where it says nothing. */
export interface DraftSettings {
  readonly branches: string | null;
  readonly base: string | null;
  readonly parallel: number | null;
  readonly lines: number | null;
  readonly coverage: number | null;
  readonly rounds: number | null;
  readonly signing: "gpg" | "ssh" | null;
  readonly agent: (typeof reviewerNames)[number] | null;
}

/** Those of a prompt that says nothing of them. */
export const plainSettings: DraftSettings = {
  ...{ branches: null, base: null, parallel: null, lines: null, coverage: null, rounds: null },
  ...{ signing: null, agent: null },
};

/** Reads the figures and names that prompts state in prose: "under 700 lines", "60%+ coverage", "8 agents". */
export const settingsOf = ({ text, bodies }: Brief): DraftSettings => ({
  branches: patternOf(text),
  base: match(branchNamed, text),
  parallel: Math.max(
    1,
    Math.min(256, whole(/\b(\d{1,3})\s+(?:[\w-]+\s+){0,2}agents\b/i, text) ?? bodies.length),
  ),
  lines: whole(linesLimit, text),
  coverage: whole(/\b(\d{1,3})\s*%\+?\s*(?:[\w-]+\s+)?coverage/i, text),
  rounds: whole(/\b(?:at most|up to|maximum of)\s+(\d{1,2})\s+(?:review\s+)?rounds/i, text),
  signing: signingOf(text),
  agent: agentOf(text),
});

/** A branch in quotes, or with a name that only branches have: "the right branch" names none. */
const branchNamed =
  /\b(?:to|into|against|onto)\s+(?:the\s+)?(?=[`"][\w./-]+[`"]|(?:main|master|trunk|develop|development|dev|next|staging|release[\w./-]*)\s)[`"]?([\w./-]+)[`"]?\s+branch\b/i;

const linesLimit =
  /(?:<=?|≤|under|below|at most|fewer than|less than|up to|maximum of)\s*([\d,]{2,7})\s+(?:[\w-]+\s+)?lines/i;

const match = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[1] ?? null;

const whole = (pattern: RegExp, text: string): number | null => {
  const digits = match(pattern, text);
  return digits === null ? null : Number(digits.replaceAll(",", ""));
};

/** The pattern that a prompt gives for branch names, such as `feature/x/[XX]-[description]`, in a plan's words. */
const patternOf = (text: string): string | null => {
  const named = match(/([\w.-]+(?:\/[\w.-]+)*\/)[[<{]\w+[\]>}]-[[<{]\w+[\]>}]/, text);
  const listed = match(/(?:^|\s)`?([\w.-]+(?:\/[\w.-]+)*\/)\d{2,6}[a-z]{1,3}-[a-z0-9]/m, text);
  const prefix = named ?? listed;
  return prefix === null ? null : `${prefix}{order}-{slug}`;
};

const signingOf = (text: string): "gpg" | "ssh" | null => {
  if (/\bgpg\b/i.test(text)) return "gpg";
  return /\bssh[- ]sign/i.test(text) ? "ssh" : null;
};

/** Only what is named as a program: "subagent_type" and CLAUDE.md are Claude Code's. */
const agentOf = (text: string): DraftSettings["agent"] => {
  if (/\bclaude(?: code\b|\.md\b)|\bsubagent_type\b/i.test(text)) return "claude";
  if (/\bcodex\b/i.test(text)) return "codex";
  if (/\bgemini(?: cli\b|\.md\b)/i.test(text)) return "gemini";
  return /\bopencode\b/i.test(text) ? "opencode" : null;
};
