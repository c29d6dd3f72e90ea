import type { TodoEvent } from "./event.ts";
import { mergeWaitText } from "./merge-wait.ts";
import { reasonText } from "./reasons.ts";

/** What happened, in words for the reason of a change; nothing where the change says it itself. */
export const eventText = (event: TodoEvent): string[] => {
  const text = textOf(event);
  return text === null ? [] : [text];
};

const textOf = (event: TodoEvent): string | null => {
  switch (event.type) {
    case "edited":
      return "the plan was edited";
    case "base-rewound":
      return "its base was rewound, and it begins anew";
    case "removed":
      return "the plan no longer has it";
    case "restored":
      return "the plan has it again";
    case "repeated":
      return "another review asked for the same";
    case "follow-ups-allowed":
      return "its follow-ups may be opened";
    case "outdated":
      return event.by === "rules"
        ? "the plan has rules that its verdict does not confirm"
        : "its checks have not run at its head";
    case "lost":
      return `run ${event.run} ended without a result`;
    case "head-moved":
      return `#${event.pull} changed after its approval`;
    case "pushed":
      return `#${event.pull} was pushed to`;
    case "merged-early":
      return `#${event.pull} is merged`;
    case "pull-found":
      return `#${event.pull} is ${event.state}, as it should be`;
    case "conflicted":
    case "broke-landing":
    case "checks-failed":
      return event.ask.title;
    case "merge-waits":
      return event.wait === null ? "its merge waits for nothing more" : mergeWaitText(event.wait);
    case "begun-anew":
      return `#${event.pull} is merged: what is asked goes into a new one`;
    case "skipped":
      return event.why === null ? "a person closed it" : `skipped by ${event.why}`;
    case "closed-unapproved":
      return "it was closed without an approval";
    case "reopened":
      return "it was opened again";
    case "withdrawn":
      return "what a person asked for no longer stands";
    case "asked-for-changes":
      return `${event.by.join(", ")} asked for changes`;
    case "fixes-opened":
      return "a follow-up was opened";
    case "approved":
      return `${event.by} approved ${event.head.slice(0, 10)}`;
    case "approval-restored":
      return "what was asked after its approval is withdrawn";
    case "told":
      return "people are told why it is blocked";
    case "paused":
      return "a person paused it";
    case "resumed":
      return "a person resumed it";
    case "retried":
      return `${event.by} asked for a retry`;
    case "given-rounds":
      return `${event.by} set its rounds to ${event.rounds}`;
    case "allowed":
      return `${event.by} let ${event.findings.join(", ")} pass`;
    case "granted":
      return `${event.by} granted paths`;
    case "oversized":
      return "its work is over the limits: it is cut into parts";
    case "split-asked":
      return `${event.by} asked to split it`;
    case "reassigned":
      return `${event.by} gave it to ${event.body}`;
    case "follow-ups-exceeded":
    case "budget-spent":
    case "worn-out":
    case "start-refused":
    case "stopped":
    case "declined":
    case "pull-lost":
      return reasonText(event.reason);
    case "freed":
    case "held-up":
    case "rebased":
    case "unfit":
    case "heard":
    case "branch-found":
    case "branch-taken":
    case "claimed":
    case "proposed":
    case "parted":
    case "restacked":
    case "carried":
    case "rest-found":
    case "billed":
    case "lane-ended":
    case "cut-off":
    case "served":
    case "unreviewed":
    case "excused":
    case "failed":
    case "refused":
    case "unchanged":
    case "reviewed":
      return null;
    default:
      return event satisfies never;
  }
};
