import type { Delivered, Delivery } from "../../core/notice/deliveries.ts";
import type { NoticeText } from "../../core/notice/text.ts";
import { sinkName } from "../../core/plan/notify.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { noticePorts } from "../../notify/notices.ts";
import type { NoticePorts } from "../../steps/ports.ts";
import { annotate, mask, say } from "../commands.ts";
import type { Connected } from "../connect.ts";
import type { Job } from "../job.ts";

/** How orchestrate tells people, and tells the log of that; the URLs of webhooks are in no log. */
export const noticesOf = (plan: Plan, { github, job }: { github: Connected; job: Job }): NoticePorts => {
  for (const sink of plan.notify) if (sink.kind === "webhook") mask(process.env[sink.variable] ?? "");
  const run = `gh workflow run ${job.workflow} -f plan=${plan.id}`;
  return noticePorts({
    plan,
    place: { url: `${job.server}/${job.owner}/${job.repo}`, plan: plan.id, options: "", run },
    root: job.workspace,
    secrets: [github.token],
    environment: process.env,
    told: tell,
  });
};

const tell = ({ sink }: Delivery, delivered: Delivered, { what }: NoticeText): void => {
  const to = sinkName(sink);
  if (delivered.sent) say(`told ${to}: ${what}`);
  const problem = delivered.sent ? delivered.warning : delivered.problem;
  if (problem !== null)
    annotate("warning", delivered.sent ? problem : `nobody was told by ${to}: ${problem}`);
};
