import { redactorOf } from "../agents/redact.ts";
import { errorMessage, MilepostError } from "../core/error.ts";
import type { Delivery } from "../core/notice/deliveries.ts";
import { discordMessage, noticeJson, slackMessage } from "../core/notice/shapes.ts";
import type { NoticeText } from "../core/notice/text.ts";
import type { Sink } from "../core/plan/notify.ts";
import type { Plan } from "../core/plan/plan.ts";
import { withoutSecrets } from "../secrets/hide.ts";
import type { NoticePorts } from "../steps/ports.ts";
import { desktopOf } from "./desktop.ts";
import { notifierOf, runNotifier } from "./programs.ts";
import { postNotice } from "./webhook.ts";

interface NoticeContext extends Pick<NoticePorts, "place" | "told"> {
  readonly plan: Plan;
  /** The folder that a plan's programs are found from. */
  readonly root: string;
  /** What no notice may show, besides the secrets of the environment. */
  readonly secrets: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Sends notices from this process: to webhooks, to its machine's desktop, to the plan's own programs. */
export const noticePorts = ({ place, told, ...context }: NoticeContext): NoticePorts => {
  const { environment, plan, secrets } = context;
  const redactor = redactorOf([...secrets, ...secretValues(environment, plan.notify)]);
  const shown = withoutSecrets(async <Shown>(value: Shown) => redactor.value(value));
  return {
    place,
    told,
    send: async (delivery, text) => {
      try {
        const { notice } = delivery;
        const safe = await shown({ notice, text });
        await sendTo({ ...delivery, notice: safe.notice }, safe.text, context);
      } catch (error) {
        throw new MilepostError(redactor.text(errorMessage(error)));
      }
    },
  };
};

const sendTo = async (
  delivery: Delivery,
  text: NoticeText,
  { plan, root, environment }: Pick<NoticeContext, "plan" | "root" | "environment">,
): Promise<void> => {
  const { sink, id, repeat } = delivery;
  switch (sink.kind) {
    case "webhook": {
      const body = (again: boolean) => bodyOf({ ...delivery, repeat: again }, sink.format, { plan, text });
      return await postNotice(webhookUrl(sink.variable, environment), { id, repeat, body });
    }
    case "desktop": {
      const desktop = await desktopOf(process.platform, environment);
      if (!desktop) throw new MilepostError("there is no desktop any more");
      return await desktop.show(text.what, `${text.why}\n${text.answer.text}`);
    }
    case "command": {
      const argv = await notifierOf(sink.command, root);
      const input = `${JSON.stringify(noticeJson(delivery, plan, text))}\n`;
      return await runNotifier({ argv, input, cwd: root });
    }
    case "assign":
      throw new Error("people are assigned on the forge");
    default:
      return sink satisfies never;
  }
};

const bodyOf = (
  delivery: Delivery,
  format: Extract<Sink, { kind: "webhook" }>["format"],
  { plan, text }: { plan: Plan; text: NoticeText },
): object => {
  switch (format) {
    case "json":
      return noticeJson(delivery, plan, text);
    case "slack":
      return slackMessage(delivery, text);
    case "discord":
      return discordMessage(delivery, text);
    default:
      return format satisfies never;
  }
};

/**
 * The URL that a variable has.
 *
 * @throws {MilepostError} when it has none; its value is in no message.
 */
export const webhookUrl = (variable: string, environment: NodeJS.ProcessEnv): URL => {
  const value = environment[variable]?.trim() ?? "";
  if (value === "") {
    throw new MilepostError(`the variable ${variable} is not set`, {
      hint: "set it to the webhook's URL where the plan runs; on GitHub Actions under `env:` of the step that orchestrates (docs/notices.md)",
    });
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return url;
  throw new MilepostError(`the variable ${variable} has no URL of a webhook`, {
    hint: "give it one that begins with https://",
  });
};

/** Values of variables that are secrets by their names, and the URLs of webhooks, with what makes them secret. */
const secretValues = (environment: NodeJS.ProcessEnv, sinks: readonly Sink[]): string[] => {
  const webhooks = new Set(sinks.flatMap((sink) => (sink.kind === "webhook" ? [sink.variable] : [])));
  return Object.entries(environment).flatMap(([name, value = ""]) => {
    if (webhooks.has(name)) return [value, ...pathOf(value)];
    return /token|key|secret|passw|passphrase|webhook|credential/i.test(name) ? [value] : [];
  });
};

const pathOf = (value: string): string[] => (URL.canParse(value) ? [new URL(value).pathname] : []);

/** Which of a plan's sinks this machine has. */
export const sinksHere = async (sinks: readonly Sink[]): Promise<readonly Sink[]> => {
  const isWanted = sinks.some(({ kind }) => kind === "desktop");
  const hasDesktop = isWanted && (await desktopOf(process.platform, process.env)) !== null;
  return sinks.filter(({ kind }) => kind !== "desktop" || hasDesktop);
};
