import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { askForDraft, draftAnswerIn } from "../../agents/draft.ts";
import { checkProgram, resolveProgram } from "../../agents/program.ts";
import { confineOn } from "../../agents/sandbox/confine.ts";
import { openWantedSandbox } from "../../agents/sandbox/open.ts";
import { MilepostError } from "../../core/error.ts";
import { draftedPlanSchema } from "../../core/import/drafted/answer.ts";
import { type Drafted, draftPlan } from "../../core/import/drafted/draft.ts";
import { draftProblemText } from "../../core/import/drafted/problems.ts";
import type { ImportSource } from "../../core/import/source.ts";
import { limitsSchema } from "../../core/plan/limits.ts";
import { hostSchema } from "../../core/plan/program.ts";
import { git } from "../../git/git.ts";
import { listenForInterrupt } from "../interrupt.ts";

interface DraftOptions {
  /** The program, such as `claude` or `command:./model.sh`. */
  readonly program: string;
  /** Hosts that it may reach besides those of its own. */
  readonly network: readonly string[];
  readonly source: ImportSource;
  readonly file: string;
  /** The repository that the plan is for, and commands that seem to test it. */
  readonly root: string | null;
  readonly verify: readonly string[];
}

type DraftedPlan = Extract<Drafted, { ok: true }>;

/**
 * Has a program draft the plan, in the sandbox and with nothing to read but its prompt.
 *
 * @throws {MilepostError} when it gives no draft that holds, after it was told twice what is wrong.
 */
export const draftWith = async (options: DraftOptions): Promise<DraftedPlan> => {
  const { program, source, file } = options;
  const drafted = await asking(options, (ask) =>
    draftPlan(ask, { source, file, by: program.split(":")[0] ?? "" }),
  );
  if (drafted.ok) return drafted;
  const problems = drafted.problems.map(draftProblemText);
  const shown = problems.slice(0, maxShown).map((one) => `- ${one}`);
  const more = problems.length > maxShown ? [`- and ${problems.length - maxShown} more`] : [];
  throw new MilepostError(`the draft does not hold:\n${[...shown, ...more].join("\n")}`, {
    hint: "it was told so twice; import without --with, which goes by structure, or try another program",
  });
};

const maxShown = 20;

type Ask = Parameters<typeof draftPlan>[0];

const asking = async <Result>(
  { program: text, network, source, root, verify }: DraftOptions,
  use: (ask: Ask) => Promise<Result>,
): Promise<Result> => {
  const program = { ...(await resolveProgram(text, process.cwd())), network: network.map(checkedHost) };
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  await using sandbox = await openWantedSandbox({}, { machine: "laptop", warn });
  const ready = {
    program,
    argv: await checkProgram(program, { role: "reviewer", contained: sandbox !== null }),
  };
  const folder = await mkdtemp(join(tmpdir(), "milepost-draft-"));
  using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
  const plan = { agents: [], bodies: [], limits: limitsSchema.parse({}) };
  const hidden = root === null ? [] : [root];
  const place = {
    ...{ ready, dir: join(folder, "program"), cwd: join(folder, "empty"), signal: interrupt.signal },
    confine: confineOn({ ...{ plan, sandbox, hidden }, home: homedir(), readable: [], refused: [] }),
  };
  const asked = {
    source: source.lines.map((line, at) => `${at + 1}: ${line}`).join("\n"),
    schema: JSON.stringify(draftedPlanSchema()),
    folders: root === null ? "" : await foldersIn(root),
    verify,
    answer: draftAnswerIn(ready),
  };
  try {
    await mkdir(place.cwd, { recursive: true });
    // The templates' language takes long to load.
    const { renderDraftPrompt } = await import("../../agents/prompt.ts");
    return await use(async ({ problems, given }) => {
      const wrong = problems.length === 0 ? null : problems.map(draftProblemText).join("\n");
      return await askForDraft(place, renderDraftPrompt({ ...asked, problems: wrong, given: given || null }));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const checkedHost = (text: string): string => {
  const host = hostSchema.safeParse(text);
  if (host.success) return host.data;
  throw new MilepostError(`${JSON.stringify(text)} is no host`, {
    hint: "give a host alone, such as --network api.example.com or --network localhost:8080",
  });
};

const maxFolders = 300;

/** Folders of what git tracks there, the upper ones before the lower. */
const foldersIn = async (root: string): Promise<string> => {
  const { stdout } = await git(["ls-files", "-z"], { cwd: root, ok: [128] });
  const folders = new Set<string>();
  for (const path of stdout.split("\0")) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) folders.add(`${parts.slice(0, depth).join("/")}/`);
  }
  const depthOf = (folder: string) => folder.split("/").length;
  return [...folders]
    .sort((a, b) => depthOf(a) - depthOf(b) || a.localeCompare(b))
    .slice(0, maxFolders)
    .join("\n");
};
