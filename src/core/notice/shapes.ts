import { cut } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import type { Delivery } from "./deliveries.ts";
import type { NoticeText } from "./text.ts";

/** A notice as data: what webhooks of the shape `json` and commands get. */
export const noticeJson = (
  { id, repeat, notice }: Pick<Delivery, "id" | "repeat" | "notice">,
  plan: Pick<Plan, "id" | "title">,
  text: NoticeText,
): object => ({
  version: 1,
  id,
  repeat,
  event: notice.event,
  plan: { id: plan.id, title: plan.title },
  ...(notice.event === "person" ? { todo: notice.todo } : {}),
  ...(notice.event === "held" ? { accounts: notice.accounts, until: notice.until } : {}),
  ...text,
});

/** As Slack's incoming webhooks take it (its documentation, "Formatting text for app surfaces"): with `&<>` escaped, nothing in it is markup of theirs. */
export const slackMessage = (delivery: Pick<Delivery, "repeat">, text: NoticeText): object => ({
  text: plainMessage(delivery, text).replace(/[&<>]/g, (sign) => entities[sign] ?? sign),
  mrkdwn: false,
  unfurl_links: false,
  unfurl_media: false,
});

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** As Discord's webhooks take it (its documentation, "Execute Webhook"): it mentions nobody and embeds nothing. */
export const discordMessage = (delivery: Pick<Delivery, "repeat">, text: NoticeText): object => ({
  content: cut(plainMessage(delivery, { ...text, what: unmarked(text.what), why: unmarked(text.why) }), 2000),
  allowed_mentions: { parse: [] },
  flags: suppressEmbeds,
});

const suppressEmbeds = 4;

const unmarked = (text: string): string => text.replace(/[\\*_~|[\]()<>`]|^[#>-]/gm, "\\$&");

/** A notice for people, without any markup. */
export const plainMessage = (
  { repeat }: Pick<Delivery, "repeat">,
  { what, why, answer }: NoticeText,
): string => [`Milepost: ${what}`, why, `Answer: ${answer.text}`, ...(repeat ? [again] : [])].join("\n");

const again = "(You may have been told before: Milepost was cut off while it said so.)";

/** What people who are assigned read on the issue; what is wrong stands there already. */
export const mentionText = (
  { notice }: Pick<Delivery, "notice">,
  people: readonly string[],
  { answer }: Pick<NoticeText, "answer">,
): string => {
  const names = people.map((login) => `@${login}`).join(" ");
  switch (notice.event) {
    case "person":
      return `${names}: this waits for a person, see above. Answer: ${answer.command === null ? answer.text : `\`${answer.command}\``}.`;
    case "held":
      return `${names}: nothing goes on for now, since accounts are held; later the plan goes on by itself.`;
    case "budget":
      return `${names}: the plan has reached its budget. Answer: ${answer.text}.`;
    case "stuck":
      return `${names}: the plan is stuck, see above.`;
    case "done":
      return `${names}: the plan is done.`;
    default:
      return notice satisfies never;
  }
};
