import type { Adapter } from "./adapter.ts";
import { readCopilot, usdPerCredit } from "./copilot-events.ts";

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
  install: "npm install -g @github/copilot@latest",
  versions: { seen: "1.0.102" },
  keys: { COPILOT_GITHUB_TOKEN: copilotApi, COPILOT_PROVIDER_API_KEY: [], COPILOT_PROVIDER_BEARER_TOKEN: [] },
  logins: { ".copilot/config.json": copilotApi },
  env: provider,
  urls: ["COPILOT_PROVIDER_BASE_URL"],
  config: [".copilot/settings.json"],
  reviews: true,
  sessions: [".copilot/session-state"],
  launch: ({ model, directory, executes, ownSettings, usdLeft, session }) => ({
    args: [
      ...["--output-format", "json", "--allow-all-tools", "--allow-all-paths", "--no-ask-user"],
      ...["--no-auto-update", "--disable-builtin-mcps", "--usage-output-file", directory.usage],
      ...(model === undefined ? [] : ["--model", model]),
      ...(ownSettings ? [] : ["--no-custom-instructions"]),
      ...capOf(usdLeft),
      ...(session?.resumes ? [`--resume=${session.id}`] : []),
      ...(executes ? [] : ["--available-tools=view,grep,glob", "--deny-tool=shell", "--deny-tool=write"]),
    ],
    stdin: true,
  }),
  reader: readCopilot,
};

/** It takes no lower limit than this many credits: what is left of less is watched from outside alone. */
const leastCredits = 30;

const capOf = (usdLeft: number | null): string[] => {
  const credits = usdLeft === null ? 0 : Math.floor(usdLeft / usdPerCredit);
  return credits < leastCredits ? [] : ["--max-ai-credits", String(credits)];
};
