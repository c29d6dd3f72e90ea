import { MilepostError } from "../core/error.ts";
import { handoverOf } from "../core/report/landable.ts";
import { shellWord } from "../core/shell-word.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { connectToGitHub } from "../local/github.ts";
import { homeOf } from "../local/home.ts";
import { forgeFolder } from "../local/land.ts";
import { publishPlan } from "../local/publish.ts";
import { notePublished } from "../local/published.ts";
import { exits } from "./exit.ts";
import { openForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { readDesired } from "./status-report/read.ts";

export interface PublishCommandOptions {
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
    process.stdout.write(`${plan.id} goes on here: milepost run ${file}\n`);
    return exits.done;
  }
  await using look = await openForge(repository);
  if (!look)
    throw new MilepostError("nothing has run here yet", { hint: `begin with \`milepost run ${file}\`` });
  if (look.isLive)
    throw new MilepostError("a run is at work here", {
      hint: "wait for it, or stop it with Ctrl-C, and publish then",
    });
  const variables =
    options.repo === undefined ? process.env : { ...process.env, GITHUB_REPOSITORY: options.repo };
  await using to = await connectToGitHub(repository, variables);
  const where = `${to.owner}/${to.repo}`;
  const desired = await readDesired(plan, look);
  const { ready, waiting } = handoverOf(desired.todos, plan, ["open", "merged"]);
  for (const { order, on } of waiting)
    process.stderr.write(`${order} is approved, and left out: it rests on ${on}, which is not\n`);
  if (ready.length === 0)
    throw new MilepostError(`nothing of the plan ${plan.id} is approved yet`, {
      hint: `see what it waits for: milepost status ${shellWord(file)}`,
    });
  const from = look.github;
  const { hasReviewer, pulls } = await publishPlan({
    ...{ plan, repository, desired, from, to, folder: forgeFolder(home.forge, from) },
    begin: () => notePublished(home, plan.id, where),
  });
  if (!hasReviewer) process.stderr.write(`${informalText}\n`);
  const lines = options.json
    ? [JSON.stringify({ type: "published", repository: where, pulls })]
    : [
        ...pulls.map(({ order, pull, base, made }) => `${order} #${pull} on ${base}${madeTexts[made]}`),
        `${plan.id} goes on on ${where}: milepost run ${shellWord(file)} --forge github`,
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exits.done;
};

const informalText =
  "no review is formal: nobody may approve what they opened, so the verdicts stand in the bodies; set MILEPOST_REVIEWER_TOKEN to a token of another account, and publish again";

const madeTexts = { opened: "", updated: " (brought up to date)", there: " (there already)" } as const;
