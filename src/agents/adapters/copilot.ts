import { z } from "zod";
import type { Usage } from "../../core/cost/usage.ts";
import { readJson } from "../read-json.ts";
import type { Adapter, OutputReading } from "./adapter.ts";
import { eachEvent } from "./events.ts";

const copilotApi = ["api.github.com", "*.githubcopilot.com"];

/** Variables of a model of one's own instead of Copilot's (`copilot help providers`). */
const provider = [
  "COPILOT_PROVIDER_TYPE",
  "COPILOT_PROVIDER_WIRE_API",
  "COPILOT_PROVIDER_MODEL_ID",
  "COPILOT_PROVIDER_WIRE_MODEL",
  "COPILOT_MODEL",
  "COPILOT_OFFLINE",
];

/**
 * GitHub Copilot CLI: `copilot --output-format json` (its `--help`; read from 1.0.102).
 *
 * It gets COPILOT_GITHUB_TOKEN only, which should hold the right "Copilot Requests" and no other; the tools for
 * GitHub that it has built in are off.
 */
export const copilot: Adapter = {
  name: "copilot",
  title: "GitHub Copilot CLI",
  executable: "copilot",
  install: "npm install -g @github/copilot",
  keys: { COPILOT_GITHUB_TOKEN: copilotApi, COPILOT_PROVIDER_API_KEY: [], COPILOT_PROVIDER_BEARER_TOKEN: [] },
  logins: { ".copilot/config.json": copilotApi },
  env: provider,
  urls: ["COPILOT_PROVIDER_BASE_URL"],
  config: [".copilot/settings.json"],
  reviews: true,
  launch: ({ model, directory, executes, ownSettings }) => ({
    args: [
      ...["--output-format", "json", "--allow-all-tools", "--allow-all-paths", "--no-ask-user"],
      ...["--no-auto-update", "--disable-builtin-mcps", "--usage-output-file", directory.usage],
      ...(model === undefined ? [] : ["--model", model]),
      ...(ownSettings ? [] : ["--no-custom-instructions"]),
      ...(executes ? [] : ["--available-tools=view,grep,glob", "--deny-tool=shell", "--deny-tool=write"]),
    ],
    stdin: true,
  }),
  reader: (directory) => {
    const reading = { said: "", problem: "" };
    return {
      line: eachEvent(event, (one) => {
        if (one.type === "session.error") reading.problem = one.data.message;
        else reading.said = one.data.toolRequests.length === 0 ? one.data.content : "";
      }),
      end: async (): Promise<OutputReading> => ({ ...reading, usage: await readUsage(directory.usage) }),
    };
  },
};

const event = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("assistant.message"),
    data: z.object({ content: z.string(), toolRequests: z.array(z.unknown()).default([]) }),
  }),
  z.object({ type: z.literal("session.error"), data: z.object({ message: z.string() }) }),
]);

const count = z.int().min(0).catch(0);
const statistics = z.object({
  modelMetrics: z.record(
    z.string(),
    z.object({ usage: z.object({ inputTokens: count, outputTokens: count }) }),
  ),
});

/** Copilot counts requests of a subscription, not dollars. */
const readUsage = async (file: string): Promise<Usage | null> => {
  const read = await readJson(file, statistics, "Copilot's statistics").catch(() => null);
  if (read === null) return null;
  const models = Object.values(read.modelMetrics).map(({ usage }) => usage);
  return {
    inputTokens: models.reduce((sum, one) => sum + one.inputTokens, 0),
    outputTokens: models.reduce((sum, one) => sum + one.outputTokens, 0),
    usd: null,
  };
};
