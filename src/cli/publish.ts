import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type Handover, handoverOf } from "../core/report/landable.ts";
import { shellWord } from "../core/shell-word.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { connectToGitHub } from "../local/github.ts";
import { homeOf } from "../local/home.ts";
import { forgeFolder } from "../local/land.ts";
import { publishPlan } from "../local/publish.ts";
import { notePublished } from "../local/published.ts";
import type { Published } from "../steps/publish-work.ts";
import { exits } from "./exit.ts";
import { type OpenForge, openForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { readDesired } from "./status-report/read.ts";

interface PublishCommandOptions {
  /** `owner/name` on GitHub; what `origin` says when not given. */
  readonly repo?: string;
  /** The repository's folder. */
  readonly from: string;
  /** Lets the plan go on here again. */
  readonly takeBack?: boolean;
  readonly json?: boolean;
}

/** `milepost publish`: approved work of the local forge as pull requests on GitHub, where the plan goes on from then. */
export const publish = async (file: string, options: PublishCommandOptions): Promise<number> => {
  const plan = await readPlan(file);
  const repository = await openRepository(options.from);
  const home = homeOf(repository);
  if (options.takeBack) {
    await notePublished(home, plan.id, null);
    process.stdout.write(`${plan.id} goes on here: milepost run ${shellWord(file)}\n`);
    return exits.done;
  }
  await using look = await atRest(repository, file);
  await using to = await connectToGitHub(repository, variablesOf(options));
  const desired = await readDesired(plan, look);
  refuseNothing(handoverOf(desired.todos, plan, ["open", "merged"]), { plan, file });
  const where = `${to.owner}/${to.repo}`;
  const from = look.github;
  const published = await publishPlan({
    ...{ plan, repository, desired, from, to, folder: forgeFolder(home.forge, from) },
    begin: () => notePublished(home, plan.id, where),
  });
  if (!published.hasReviewer) process.stderr.write(`${informalText}\n`);
  const lines = options.json
    ? [JSON.stringify({ type: "published", repository: where, pulls: published.pulls })]
    : [
        ...published.pulls.map(pullText),
        `${plan.id} goes on on ${where}: milepost run ${shellWord(file)} --forge github`,
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exits.done;
};

/** @throws {MilepostError} when nothing has run here, or a run still does. */
const atRest = async (repository: UserRepository, file: string): Promise<OpenForge> => {
  const look = await openForge(repository);
  if (!look)
    throw new MilepostError("nothing has run here yet", {
      hint: `begin with \`milepost run ${shellWord(file)}\``,
    });
  if (!look.isLive) return look;
  await look[Symbol.asyncDispose]();
  throw new MilepostError("a run is at work here", {
    hint: "wait for it, or stop it with Ctrl-C, and publish then",
  });
};

const variablesOf = ({ repo }: PublishCommandOptions): NodeJS.ProcessEnv =>
  repo === undefined ? process.env : { ...process.env, GITHUB_REPOSITORY: repo };

/** Tells what is left out. @throws {MilepostError} when that is all. */
const refuseNothing = ({ ready, waiting }: Handover, { plan, file }: { plan: Plan; file: string }): void => {
  for (const { order, on } of waiting)
    process.stderr.write(`${order} is approved, and left out: it rests on ${on}, which is not\n`);
  if (ready.length > 0) return;
  throw new MilepostError(`nothing of the plan ${plan.id} is approved yet`, {
    hint: `see what it waits for: milepost status ${shellWord(file)}`,
  });
};

const pullText = ({ order, pull, base, made }: Published): string =>
  `${order} #${pull} on ${base}${madeTexts[made]}`;

const informalText =
  "no review is formal: nobody may approve what they opened, so the verdicts stand in the bodies; set MILEPOST_REVIEWER_TOKEN to a token of another account, and publish again";

const madeTexts = { opened: "", updated: " (brought up to date)", there: " (there already)" } as const;
