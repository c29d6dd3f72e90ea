import { type Ask, askOf } from "../verdict/verdict.ts";

/**
 * The ask that a branch take in `base`, with which it conflicts. Where what was below landed there by another commit,
 * `mergedAs` is the last of it that the branch has: a plain merge would conflict with all of that once more.
 */
export const conflictAsk = (base: string, head: string, mergedAs: string | null = null): Ask =>
  askOf({
    cause: "conflict",
    title: `Resolve the conflict with ${base}`,
    body: [
      `Merge \`origin/${base}\` into this branch and resolve the conflicts; keep what both sides meant. (Head ${head.slice(0, 10)}.)`,
      ...(mergedAs === null ? [] : [hintFor(base, mergedAs)]),
    ].join("\n\n"),
  });

const hintFor = (base: string, mergedAs: string): string =>
  [
    `What this branch has up to ${mergedAs} is in \`${base}\` already, as another commit (a squash or a rebase), so a plain merge conflicts with it once more. Take in only what is new there:`,
    [
      `    git merge --strategy=ours --no-commit origin/${base}`,
      `    git diff --binary ${mergedAs} origin/${base} | git apply --3way --index`,
    ].join("\n"),
    "Resolve what conflicts then, and commit.",
  ].join("\n\n");
