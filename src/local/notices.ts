import type { Delivered, Delivery } from "../core/notice/deliveries.ts";
import type { NoticePlace, NoticeText } from "../core/notice/text.ts";
import { sinkName } from "../core/plan/notify.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { noticePorts } from "../notify/notices.ts";
import type { NoticePorts } from "../steps/ports.ts";
import type { RunEvent } from "./events.ts";
import type { ForgeConnection } from "./forge.ts";

interface NoticesOptions {
  readonly plan: Plan;
  readonly repository: Pick<UserRepository, "root">;
  readonly forge: Pick<ForgeConnection, "tokens" | "gitUrl" | "folder">;
  readonly emit: (event: RunEvent) => void;
  /** What a person types to go on with the plan. */
  readonly place: Pick<NoticePlace, "plan" | "options" | "run">;
}

/** How a run on this machine tells people, and tells of that. */
export const noticesFrom = ({ plan, repository, forge, emit, place }: NoticesOptions): NoticePorts => {
  // The embedded forge ends with the run: nobody can open what it shows.
  const url = forge.folder === null ? forge.gitUrl.replace(/\.git$/, "") : null;
  return noticePorts({
    plan,
    place: { ...place, url },
    root: repository.root,
    secrets: Object.values(forge.tokens),
    environment: process.env,
    told: (delivery, delivered, text) => {
      const event = noticeEvent(delivery, delivered, text);
      emit(event);
      if (event.problem !== null)
        emit({ type: "warning", message: problemText(event.outcome, event.to, event.problem) });
    },
  });
};

const noticeEvent = ({ id, notice, sink }: Delivery, delivered: Delivered, { what }: NoticeText) =>
  ({
    type: "notice",
    id,
    event: notice.event,
    to: sinkName(sink),
    outcome: delivered.sent ? "sent" : "failed",
    what,
    problem: delivered.sent ? delivered.warning : delivered.problem,
  }) as const satisfies RunEvent;

/** That a notice did not arrive, or a part of it. */
const problemText = (outcome: "sent" | "failed", to: string, problem: string): string =>
  outcome === "sent" ? problem : `nobody was told by ${to}: ${problem}`;
