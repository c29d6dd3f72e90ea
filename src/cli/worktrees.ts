import { relative } from "node:path";
import { count } from "../core/count.ts";
import { openRepository } from "../git/repositories/repository.ts";
import type { ListedWorktree } from "../git/worktrees/worktree-list.ts";
import { worktreesOf } from "../local/elsewhere.ts";
import { homeOf } from "../local/home.ts";
import { exits } from "./exit.ts";
import { type Colors, colorsFor } from "./text/colors.ts";
import { type Cell, type Column, table } from "./text/table.ts";
import { widthOf } from "./text/width.ts";

interface WorktreesCommandOptions {
  readonly repo: string;
  readonly json?: boolean;
}

/** `milepost worktrees`: each worktree, and how it differs from its branch on the forge. */
export const worktrees = async ({ repo, json }: WorktreesCommandOptions): Promise<number> => {
  const listed = await listedOf(repo);
  const { stdout } = process;
  const columns = widthOf(stdout);
  const lines = json
    ? [JSON.stringify({ type: "worktrees", worktrees: listed })]
    : described(listed, { columns, colors: colorsFor(stdout) });
  stdout.write(`${lines.join("\n")}\n`);
  return exits.done;
};

const listedOf = async (repo: string): Promise<ListedWorktree[]> =>
  await worktreesOf(homeOf(await openRepository(repo)));

const heads: readonly Column[] = [
  { head: "worktree", least: 12 },
  { head: "branch", least: 12 },
  { head: "head" },
  { head: "published" },
  { head: "files" },
];

const described = (
  listed: readonly ListedWorktree[],
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  if (listed.length === 0) return ["no worktrees: nothing runs, or all work is published and cleaned up"];
  const rows = listed.map(({ path, branch, head, ahead, behind, dirty }) => [
    { text: relative(process.cwd(), path) || ".", paint: colors.bold },
    { text: branch ?? "(detached)" },
    { text: head?.slice(0, 10) ?? "none", paint: colors.dim },
    publishedCell({ ahead, behind }, colors),
    dirty === 0
      ? { text: "clean", paint: colors.dim }
      : { text: `${count(dirty, "file")} changed`, paint: colors.yellow },
  ]);
  return table(heads, rows, { columns, paintHead: colors.dim });
};

const publishedCell = (
  { ahead, behind }: Pick<ListedWorktree, "ahead" | "behind">,
  { dim, yellow }: Colors,
): Cell => {
  if (ahead === null || behind === null) return { text: "not yet", paint: dim };
  if (ahead === 0 && behind === 0) return { text: "all", paint: dim };
  const parts = [...(ahead > 0 ? [`${ahead} ahead`] : []), ...(behind > 0 ? [`${behind} behind`] : [])];
  return { text: parts.join(", "), paint: yellow };
};
