import { relative } from "node:path";
import { openRepository } from "../git/repositories/repository.ts";
import { at } from "../github/client.ts";
import { readBoard } from "../local/board.ts";
import { homeOf } from "../local/home.ts";
import { reportFile, reportText, writeReport } from "../local/report.ts";
import { exits } from "./exit.ts";
import { forgeToRead } from "./forge-kind.ts";
import { howToAnswer } from "./how-to-answer.ts";
import { type OpenForge, readForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { readDesired } from "./status-report/read.ts";

interface ReportCommandOptions {
  readonly repo: string;
  readonly forge?: string;
  readonly output?: string;
  readonly markdown?: boolean;
}

/** `milepost report`: what became of a plan so far, as one file. */
export const report = async (
  file: string,
  { repo, forge, output, markdown }: ReportCommandOptions,
): Promise<number> => {
  const plan = await readPlan(file);
  const repository = await openRepository(repo);
  const kind = await forgeToRead(forge, repository, plan.id);
  const home = homeOf(repository, kind);
  const how = howToAnswer({ file, repo, forge: kind });
  const read = async (look: OpenForge | null) => ({
    board: await readBoard(await readDesired(plan, look), { home, now: new Date(), how }),
    web: kind === "github" && look ? await webAddress(look) : null,
  });
  const { board, web } = await readForge(repository, read, kind);
  if (output === "-") {
    process.stdout.write(await reportText(board, markdown ? "markdown" : "html", web));
    return exits.done;
  }
  const named = output ?? reportFile(home, plan.id).replace(/html$/, markdown ? "md" : "html");
  await writeReport(board, { file: named, web });
  process.stdout.write(`${relative(process.cwd(), named)}\n`);
  return exits.done;
};

/** Where anybody finds the repository; a local forge has an address of its own at each start. */
const webAddress = async ({ github }: OpenForge): Promise<string> => {
  const { data } = await github.octokit.rest.repos.get(at(github));
  return data.html_url;
};
