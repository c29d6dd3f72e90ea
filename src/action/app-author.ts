import { ownAuthor } from "../core/plan/own-author.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Connected } from "./connect.ts";
import { type Job, noreplyHost } from "./job.ts";

/** The plan with the App as its author where it names none: by the address that GitHub knows it by, and takes no mail. */
export const byApp = async (plan: Plan, { app, octokit }: Connected, job: Job): Promise<Plan> => {
  if (app === null || namesAuthor(plan)) return plan;
  const { data } = await octokit.rest.users.getByUsername({ username: app });
  return { ...plan, author: { name: app, email: `${data.id}+${app}@${noreplyHost(job)}` } };
};

/** A key that signs is somebody's, and `signers` tell a plan's own commits by its author. */
const namesAuthor = ({ author, signing, signers }: Plan): boolean =>
  author.email !== ownAuthor.email || signing !== "none" || signers.length > 0;
