import type { Adapter, Launch } from "./adapter.ts";
import { readCodex } from "./codex-events.ts";

const api = ["api.openai.com"];

/** Codex: `codex exec --json` (its documentation of non-interactive mode; read from 0.169.0). */
export const codex: Adapter = {
  name: "codex",
  title: "Codex",
  executable: "codex",
  install: "npm install -g @openai/codex@latest",
  versions: { tooOld: "0.44.0", seen: "0.169.0" },
  keys: { CODEX_API_KEY: api, OPENAI_API_KEY: api },
  logins: { ".codex/auth.json": [...api, "chatgpt.com", "auth.openai.com"] },
  env: [],
  urls: ["OPENAI_BASE_URL"],
  config: [".codex/config.toml"],
  reviews: true,
  readsByCommands: true,
  sessions: [".codex/sessions"],
  launch: (launch) => ({
    args: [
      ...["exec", "--color", "never"],
      ...(launch.session?.resumes ? ["resume"] : []),
      ...["--json", "--skip-git-repo-check"],
      ...(launch.session === null ? ["--ephemeral"] : []),
      ...permissions(launch),
      ...(launch.model === undefined ? [] : ["--model", launch.model]),
      ...(launch.ownSettings ? [] : withoutProject),
      ...(launch.role === "reviewer" ? ["--output-schema", launch.directory.schema] : []),
      ...(launch.session?.resumes ? [launch.session.id] : []),
      "-",
    ],
    env: keyOf(launch),
    stdin: true,
  }),
  reader: readCodex,
};

/** `AGENTS.md` and rules of the checkout are out; its `.codex` is read only where a person has said to trust it. */
const withoutProject = ["--config", "project_doc_max_bytes=0", "--ignore-rules"];

/** Codex has a sandbox of its own, which cannot stand inside another: it is used where ours is missing. */
const permissions = ({ contained, executes, role, directory }: Launch): string[] => {
  // A person's own hooks may run the tests of whatever project they stand in.
  if (!executes)
    return [
      "--sandbox",
      "read-only",
      ...["shell_tool", "unified_exec", "hooks"].flatMap((each) => ["--disable", each]),
    ];
  if (contained) return ["--dangerously-bypass-approvals-and-sandbox"];
  return role === "reviewer"
    ? ["--sandbox", "read-only"]
    : ["--sandbox", "workspace-write", "--add-dir", directory.dir];
};

/** `codex exec` takes a key from CODEX_API_KEY only. */
const keyOf = ({ machine }: Launch): Record<string, string> => {
  const key = machine.CODEX_API_KEY ?? machine.OPENAI_API_KEY;
  return key === undefined ? {} : { CODEX_API_KEY: key };
};
