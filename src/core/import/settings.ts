import { orderPattern } from "../plan/order.ts";
import { reviewerNames } from "../plan/program.ts";
import type { Backlog } from "./backlog.ts";
import { widthOf } from "./chain.ts";
import type { Lines } from "./source.ts";

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
export const settingsOf = ({
  prose,
  groups,
  prefix,
}: Pick<Backlog, "prose" | "groups" | "prefix">): DraftSettings => ({
  branches: prefix === undefined ? patternOf(prose) : `${prefix}/{order}-{slug}`,
  base: match(branchNamed, prose),
  parallel: Math.max(1, Math.min(256, whole(agentsAtOnce, prose) ?? widthOf(groups))),
  lines: whole(linesLimit, prose),
  coverage: whole(coverageLimit, prose),
  rounds: whole(roundsLimit, prose),
  signing: signingOf(prose),
  agent: agentOf(prose),
});

const agentsAtOnce = /\b(\d{1,3})\s+(?:[\w-]+\s+){0,2}agents\b/i;
const coverageLimit = /\b(\d{1,3})\s*%\+?\s*(?:[\w-]+\s+)?coverage/i;
const roundsLimit = /\b(?:at most|up to|maximum of)\s+(\d{1,2})\s+(?:review\s+)?rounds/i;

/** Where the prose states settings, each by its key in a plan. */
export const statedSettings = (lines: readonly string[]): (Lines & { readonly key: string })[] => {
  const patterns: readonly (readonly [string, RegExp])[] = [
    ["base", branchNamed],
    ["parallel", agentsAtOnce],
    ["limits.lines", linesLimit],
    ["limits.coverage", coverageLimit],
    ["limits.rounds", roundsLimit],
    ["agent", agentNamed],
  ];
  return patterns.flatMap(([key, pattern]) => {
    const at = lines.findIndex((line) => pattern.test(line));
    return at < 0 ? [] : [{ key, line: at + 1, end: at + 1 }];
  });
};

/** A branch in quotes, or with a name that only branches have: "the right branch" names none. */
const branchNamed =
  /\b(?:to|into|against|onto)\s+(?:the\s+)?(?=[`"][\w./-]+[`"]|(?:main|master|trunk|develop|development|dev|next|staging|release[\w./-]*)\s)[`"]?([\w./-]+)[`"]?\s+branch\b/i;

const linesLimit =
  /(?:<=?|≤|under|below|at most|fewer than|less than|up to|maximum of|unter|höchstens|weniger als|maximal|menos de|como máximo|moins de|au plus|少于|不超过|最多|以下で|未満)\s*([\d,]{2,7})\s*(?:[\w-]+\s+)?(?:lines|zeilen|líneas|lignes|行)/i;

const match = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[1] ?? null;

const whole = (pattern: RegExp, text: string): number | null => {
  const digits = match(pattern, text);
  return digits === null ? null : Number(digits.replaceAll(",", ""));
};

/** The pattern that a prompt gives for branch names, such as `feature/x/[XX]-[description]`, in a plan's words. */
const patternOf = (text: string): string | null => {
  const named = match(/(?<![\w./-])((?:[\w.-]{1,100}\/){1,10})[[<{]\w{1,40}[\]>}]-[[<{]\w{1,40}[\]>}]/, text);
  const listed = match(listedBranch, text);
  const prefix = named ?? listed;
  return prefix === null ? null : `${prefix}{order}-{slug}`;
};

const listedBranch = new RegExp(`(?:^|\\s)\`?([\\w.-]+(?:/[\\w.-]+)*/)${orderPattern}-[a-z0-9]`, "m");

const signingOf = (text: string): "gpg" | "ssh" | null => {
  if (/\bgpg\b/i.test(text)) return "gpg";
  return /\bssh[- ]sign/i.test(text) ? "ssh" : null;
};

/** A program counts where it is named as the one that works: by a field, its command, or the name of its own tool. */
const agentNamed =
  /(?:^|[\n|])[ \t*_#>-]{0,20}(?:agent|coding agent|program|cli)\**\s*[:：=]\s*\**`?(claude|codex|gemini|copilot|opencode)\b|\b(subagent_type)\b|(?:^|[\s`])(?:run|use|with)\s+`(claude|codex|gemini|copilot|opencode)`|\b(codex exec)\b/i;

const agentOf = (text: string): DraftSettings["agent"] => {
  const name = agentNamed.exec(text)?.slice(1).find(Boolean)?.toLowerCase();
  if (name === "subagent_type") return "claude";
  return reviewerNames.find((known) => known === name?.split(" ")[0]) ?? null;
};
