import { errorMessage } from "../../core/error.ts";
import { type Sink, sinkName } from "../../core/plan/notify.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { at, type GitHub, statusOf } from "../../github/client.ts";
import { desktopOf } from "../../notify/desktop.ts";
import { webhookUrl } from "../../notify/notices.ts";
import { notifierOf } from "../../notify/programs.ts";
import { type CheckUp, ok, warning } from "./check-up.ts";

/** Looks at the ways in which people are told, as far as this machine knows: nobody is told by one that does not work. */
export const checkNotify = (sinks: readonly Sink[], root: string): Promise<CheckUp[]> =>
  Promise.all(sinks.map((sink) => checkSink(sink, root)));

const checkSink = async (sink: Sink, root: string): Promise<CheckUp> => {
  switch (sink.kind) {
    case "webhook":
      return checkWebhook(sink, process.env);
    case "desktop":
      return await checkDesktop();
    case "command":
      return await checkCommand(sink.command, root);
    case "assign":
      return ok("notify", `${sinkName(sink)}: assigned on the forge, and mentioned there`);
    default:
      return sink satisfies never;
  }
};

const checkWebhook = (
  { variable, format }: Extract<Sink, { kind: "webhook" }>,
  environment: NodeJS.ProcessEnv,
): CheckUp => {
  const fix =
    "set it to the webhook's URL; on GitHub Actions it is a secret that the step `Orchestrate` gets under `env:`";
  try {
    const { hostname, protocol } = webhookUrl(variable, environment);
    const other = hosts.find(({ host, format: own }) => host.test(hostname) && own !== format);
    if (other)
      return warning("notify", `${variable} is a webhook of ${hostname}`, `add \`format: ${other.format}\``);
    if (protocol === "http:" && !isThisMachine(hostname))
      return warning("notify", `${variable} is not encrypted`, "give it a URL that begins with https://");
    return ok("notify", `notices are posted to ${hostname} (${variable}, ${format})`);
  } catch (error) {
    return warning("notify", error instanceof Error ? error.message : String(error), fix);
  }
};

const hosts = [
  { host: /^hooks\.slack(-gov)?\.com$/, format: "slack" },
  { host: /(^|\.)discord(app)?\.com$/, format: "discord" },
] as const;

const isThisMachine = (hostname: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(hostname);

const checkDesktop = async (): Promise<CheckUp> => {
  const desktop = await desktopOf(process.platform, process.env);
  if (desktop)
    return ok("notify", `notices are shown on the desktop by ${desktop.program}; not on GitHub Actions`);
  return warning(
    "notify",
    "there is no desktop here that shows notices",
    "run the plan where there is one (on Linux with notify-send), or add another way to `notify`",
  );
};

const checkCommand = async (command: readonly string[], root: string): Promise<CheckUp> => {
  try {
    const [file = ""] = await notifierOf(command, root);
    return ok("notify", `notices are given to ${file}; not on GitHub Actions`);
  } catch (error) {
    return warning("notify", errorMessage(error), "mend the `command` under `notify` in the plan");
  }
};

/** Whether GitHub can assign those whom the plan wants assigned. */
export const checkAssignees = async (github: GitHub, { notify }: Plan): Promise<CheckUp[]> => {
  const people = new Set(notify.flatMap((sink) => (sink.kind === "assign" ? sink.people : [])));
  const found = await Promise.all(
    [...people].map(async (assignee) => ((await isAssignable(github, assignee)) ? [] : [assignee])),
  );
  const others = found.flat();
  if (others.length === 0) return [];
  const message = `${others.join(", ")} cannot be assigned to issues`;
  return [warning("notify", message, "give them a role in the repository; they are mentioned all the same")];
};

const isAssignable = async (github: GitHub, assignee: string): Promise<boolean> => {
  try {
    await github.octokit.rest.issues.checkUserCanBeAssigned({ ...at(github), assignee });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
};
