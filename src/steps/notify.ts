import type { ChangeOf } from "../core/decide/change.ts";
import { errorMessage } from "../core/error.ts";
import { groupBy } from "../core/group.ts";
import { type Delivered, type Delivery, endDeliveries } from "../core/notice/deliveries.ts";
import { nothingNoticed } from "../core/notice/memory.ts";
import { mentionText } from "../core/notice/shapes.ts";
import { type NoticeText, noticeText } from "../core/notice/text.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import type { ApplyPorts } from "./batch.ts";
import type { NoticePorts } from "./ports.ts";

interface NotifyPorts extends Pick<ApplyPorts, "forge" | "reader" | "plan"> {
  readonly notices?: NoticePorts | undefined;
}

/** Sends notices that are remembered as begun, and remembers which of them arrived. Nothing that fails here ends a run. */
export const notify = async (
  { notices, forge, reader, plan }: NotifyPorts,
  { deliveries, number, tracking }: ChangeOf<"notify">,
): Promise<void> => {
  if (!notices) return;
  const { record } = tracking;
  const memory = record.notices ?? nothingNoticed;
  const log = newLog(async (ended) => {
    const content = { ...tracking, record: { ...record, notices: endDeliveries(memory, ended) } };
    reader.note({
      issue: await forge.writeIssue(number, { ...content, labels: [ownLabel], notPlanned: false }),
    });
  });
  const bySink = groupBy(deliveries, ({ sink }) => sink);
  const sending = { notices, forge, plan, tracking: number, log };
  await Promise.all([...bySink.values()].map((all) => sendInOrder(all, sending)));
};

/** Writes what has ended as soon as it has, so that a kill repeats no more than it must; what ends during a write goes into the next. */
const newLog = (write: (ended: readonly Ended[]) => Promise<void>) => {
  const ended: Ended[] = [];
  let last = Promise.resolve();
  let isWaiting = false;
  return {
    /** Settles when it is written. */
    add: async (one: Ended): Promise<void> => {
      ended.push(one);
      if (!isWaiting) {
        isWaiting = true;
        last = last.then(async () => {
          isWaiting = false;
          await write([...ended]);
        });
      }
      await last;
    },
  };
};

interface Ended {
  readonly delivery: Delivery;
  readonly delivered: Delivered;
}

interface Sending extends Pick<ApplyPorts, "forge" | "plan"> {
  readonly notices: NoticePorts;
  readonly tracking: number;
  readonly log: ReturnType<typeof newLog>;
}

/** What does not answer once is not asked again in this look, or it would hold up all that waits for it. */
const sendInOrder = async (deliveries: readonly Delivery[], sending: Sending): Promise<void> => {
  let isLost = false;
  for (const delivery of deliveries) {
    const delivered: Delivered = isLost ? untried : await send(delivery, sending);
    isLost ||= !delivered.sent;
    await sending.log.add({ delivery, delivered });
  }
};

const untried: Delivered = { sent: false, problem: null };

const send = async (delivery: Delivery, sending: Sending): Promise<Delivered> => {
  const { notices, plan, tracking } = sending;
  const text = noticeText(delivery.notice, plan, { ...notices.place, tracking });
  const delivered = await attempt(() => sendTo(delivery, text, sending));
  notices.told(delivery, delivered, text);
  return delivered;
};

const attempt = async (work: () => Promise<string | null>): Promise<Delivered> => {
  try {
    return { sent: true, warning: await work() };
  } catch (error) {
    return { sent: false, problem: errorMessage(error) };
  }
};

/** Answers what part of it did not arrive; `null` when all did. */
const sendTo = async (delivery: Delivery, text: NoticeText, sending: Sending): Promise<string | null> => {
  const { sink } = delivery;
  if (sink.kind === "assign") return await assign(delivery, sink.people, text, sending);
  await sending.notices.send(delivery, text);
  return null;
};

/** Mentions people on the issue that waits and assigns them to it; whom the forge does not take is mentioned all the same. */
const assign = async (
  { key, repeat, notice }: Delivery,
  people: readonly string[],
  text: NoticeText,
  { forge, tracking }: Sending,
): Promise<string | null> => {
  const issue = notice.event === "person" ? notice.todo.issue : tracking;
  const name = `notice ${key}`;
  await forge.upsertComment(issue, { name, text: mentionText({ notice }, people, text), isNew: !repeat });
  if (notice.event === "done") return null;
  const assigned = await forge.assign(issue, people).catch(errorMessage);
  if (typeof assigned === "string") return `nobody could be assigned to #${issue}: ${assigned}`;
  const refused = people.filter((login) => !assigned.includes(login.toLowerCase()));
  return refused.length === 0
    ? null
    : `${refused.join(", ")} cannot be assigned to #${issue}: the forge assigns people of the repository alone`;
};
