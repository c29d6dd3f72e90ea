import { relative } from "node:path";
import { findWorkTree } from "../git/repositories/repository.ts";
import { doctor } from "./doctor.ts";
import { exits } from "./exit.ts";
import { compareFiles, type FileStanding, writeFiles } from "./init/files.ts";
import { nextSteps } from "./init/next-steps.ts";
import { plansIn, starterPlan } from "./init/plan.ts";
import { type ResolvedSource, resolveSource, sourceNamed } from "./init/source.ts";
import { type Colors, colorsFor } from "./text/colors.ts";
import { table } from "./text/table.ts";
import { workflowFiles } from "./workflow-files.ts";

interface InitOptions {
  readonly repo: string;
  /** Where workflows take the actions from, `owner/name@ref`; this version's release when not given. */
  readonly ref?: string;
  /** Id of the starter plan. */
  readonly plan?: string;
  /** Puts our prompts into the starter plan, to be changed there. */
  readonly prompts?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** `milepost init`: writes the workflows and a starter plan into a repository, and tells what is left to a person. */
export const init = async (options: InitOptions): Promise<number> => {
  const { force = false, dryRun = false } = options;
  const tree = await findWorkTree(options.repo);
  const source = await resolveSource(sourceNamed(options.ref));
  const starter = await starterPlan(tree, { ...options, source });
  const files = [...(await workflowFiles(source)), ...(starter ? [starter] : [])];
  const seen = await compareFiles(tree.root, files);
  const colors = colorsFor(process.stdout);
  const tell = (lines: readonly string[]) => process.stdout.write(`${lines.join("\n")}\n`);
  tell([`${tree.root}:`, ...listing(seen, { force, colors }), ...remarksOn(source)]);
  if (dryRun) return exits.done;
  await writeFiles(tree.root, seen, { force });
  const [plan] = starter ? [starter.path] : await plansIn(tree.root);
  tell(["", ...nextSteps(source, plan ?? null), "", "On this machine:"]);
  // What doctor finds is about this machine and its token; the files are written whatever that is.
  await doctor(plan === undefined ? undefined : fileFrom(tree.root, plan), { repo: tree.root });
  return exits.done;
};

const fileFrom = (root: string, path: string): string => relative(process.cwd(), `${root}/${path}`);

const listing = (
  seen: readonly FileStanding[],
  { force, colors }: { force: boolean; colors: Colors },
): string[] => {
  const words = {
    new: { text: "new", paint: colors.green, note: "" },
    same: { text: "same", paint: colors.dim, note: "" },
    differs: {
      text: "differs",
      paint: colors.yellow,
      note: force ? "is overwritten" : "is left as it is; --force overwrites it",
    },
  };
  const rows = seen.map(({ file, state }) => {
    const { text, paint, note } = words[state];
    return [{ text: `  ${text}`, paint }, { text: file.path }, { text: note, paint: colors.dim }];
  });
  return table([{ head: "" }, { head: "" }, { head: "" }], rows, { columns: null, paintHead: colors.dim });
};

const remarksOn = ({ repository, ref, pinned }: ResolvedSource): string[] =>
  pinned
    ? []
    : [
        "",
        `  ${repository} could not be asked which commit ${ref} is: the workflows follow the name, which may be moved.`,
        "  Run this again with a network, or with --ref and the whole commit.",
      ];
