import { relative } from "node:path";
import { count } from "../core/count.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { type Leftover, leftoversIn, removeLeftovers, type Stays } from "../local/clean.ts";
import { type Home, homeOf } from "../local/home.ts";
import { isAgreed } from "./agree.ts";
import { exits } from "./exit.ts";
import { colorsFor } from "./text/colors.ts";
import { type Column, table } from "./text/table.ts";
import { widthOf } from "./text/width.ts";

interface CleanCommandOptions {
  readonly repo: string;
  readonly transcripts?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `milepost clean`: shows what may go and what stays, then removes it when somebody says so. */
export const clean = async ({ repo, transcripts = false, ...how }: CleanCommandOptions): Promise<number> => {
  const repository = await openRepository(repo);
  const found: { home: Home; leftovers: Leftover[] }[] = [];
  for (const kind of ["local", "github"] as const) {
    const home = homeOf(repository, kind);
    found.push({ home, leftovers: await leftoversIn(home, { transcripts }) });
  }
  const all = found.flatMap(({ leftovers }) => leftovers);
  const going = all.filter(({ stays }) => stays === null);
  if (!how.json) process.stdout.write(`${described(all, { transcripts }).join("\n")}\n`);
  const removed =
    going.length > 0 && (how.yes || (!how.json && (await isAgreed(`Remove ${counted(going)}? [y/N] `))));
  if (removed) for (const { home, leftovers } of found) await removeLeftovers(home, leftovers);
  if (how.json) process.stdout.write(`${JSON.stringify({ type: "clean", removed, leftovers: all })}\n`);
  else if (removed) process.stdout.write(`✓ Removed ${counted(going)}\n`);
  else if (going.length > 0) process.stdout.write("Nothing was removed; --yes removes what may go\n");
  return exits.done;
};

const heads: readonly Column[] = [
  { head: "what" },
  { head: "where", least: 16 },
  { head: "size", align: "right" },
  { head: "", least: 12 },
];

const described = (all: readonly Leftover[], { transcripts }: { transcripts: boolean }): string[] => {
  const { stdout } = process;
  const colors = colorsFor(stdout);
  const rows = all.map(({ kind, path, kilobytes, stays }) => [
    { text: kind },
    { text: relative(process.cwd(), path) || ".", paint: colors.bold },
    { text: kilobytes === null ? "" : megabytes(kilobytes), paint: colors.dim },
    stays === null
      ? { text: "may go", paint: colors.green }
      : { text: `stays: ${words[stays]}`, paint: colors.yellow },
  ]);
  const lines = table(heads, rows, { columns: widthOf(stdout), paintHead: colors.dim });
  return [
    ...(all.length === 0 ? ["Nothing is left over"] : lines),
    colors.dim(`Issues, pull requests and branches stay.${transcripts ? "" : hint}`),
  ];
};

const hint = " --transcripts lists what programs printed, too.";

const words: Readonly<Record<Stays, string>> = {
  changed: "files that are not committed",
  unpublished: "commits that are nowhere else",
};

const counted = (leftovers: readonly Leftover[]): string => {
  const of = (kind: Leftover["kind"]): string[] => {
    const some = leftovers.filter((one) => one.kind === kind).length;
    return some === 0 ? [] : [count(some, kind)];
  };
  const kilobytes = leftovers.reduce((sum, one) => sum + (one.kilobytes ?? 0), 0);
  return `${[...of("worktree"), ...of("transcript")].join(" and ")}, ${megabytes(kilobytes)}`;
};

const megabytes = (kilobytes: number): string =>
  `${kilobytes < 10_000 ? (kilobytes / 1000).toFixed(1) : Math.round(kilobytes / 1000)} MB`;
