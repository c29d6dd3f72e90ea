import type { Adapter } from "./adapter.ts";
import { readOpencode } from "./opencode-events.ts";
import { providers } from "./providers.ts";

/** opencode: `opencode run --format json` (its command line reference; read from 1.18.33). */
export const opencode: Adapter = {
  name: "opencode",
  title: "opencode",
  executable: "opencode",
  install: "npm install -g opencode-ai@latest",
  versions: { tooOld: "0.5.29", seen: "1.18.33" },
  keys: { ...providers, OPENCODE_API_KEY: ["opencode.ai"], OPENCODE_CONFIG_CONTENT: [], OPENCODE_CONFIG: [] },
  logins: {
    ".local/share/opencode/auth.json": ["opencode.ai"],
    ".config/opencode/opencode.json": [],
    ".config/opencode/opencode.jsonc": [],
  },
  env: [],
  urls: ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"],
  config: [".config/opencode"],
  reviews: true,
  sessions: [".local/share/opencode"],
  launch: ({ model, executes, ownSettings, session }) => ({
    args: [
      ...["run", "--format", "json", "--auto", "--print-logs", "--log-level", "ERROR"],
      ...(model === undefined ? [] : ["--model", model]),
      ...(session?.resumes ? ["--session", session.id] : []),
    ],
    env: {
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_SHARE: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      ...(ownSettings ? {} : withoutProject),
      ...(executes ? {} : { OPENCODE_PERMISSION: JSON.stringify(readingOnly) }),
    },
    stdin: true,
  }),
  reader: readOpencode,
};

const readingOnly = {
  "*": "deny",
  read: "allow",
  grep: "allow",
  glob: "allow",
  list: "allow",
  external_directory: "allow",
};

/** Settings, plugins, servers, skills and memory of the checkout are out. */
const withoutProject = {
  OPENCODE_DISABLE_PROJECT_CONFIG: "1",
  OPENCODE_DISABLE_CLAUDE_CODE: "1",
  OPENCODE_DISABLE_EXTERNAL_SKILLS: "1",
};
