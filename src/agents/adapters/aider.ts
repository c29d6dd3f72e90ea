import { join } from "node:path";
import { addUsage, type Usage } from "../../core/cost/usage.ts";
import type { Adapter } from "./adapter.ts";
import { providers } from "./providers.ts";

/**
 * aider: `aider --message-file` (its options reference; read from 0.86.2).
 *
 * It prints for people: tokens and cost are read from the line that it ends each answer with, and it exits with 0 even
 * when no model could be reached, so that an error is read from its output too.
 */
export const aider: Adapter = {
  name: "aider",
  title: "aider",
  executable: "aider",
  install: "python -m pip install aider-install && aider-install",
  keys: { ...providers, OLLAMA_API_BASE: [] },
  logins: { ".aider.conf.yml": [] },
  env: [],
  urls: ["OPENAI_API_BASE", "ANTHROPIC_API_BASE", "OLLAMA_API_BASE"],
  // Without a name in git's settings it would write one into those of the repository.
  config: [".gitconfig", ".aider.conf.yml", ".aider.model.settings.yml"],
  reviews: false,
  litter: /^\.aider\.tags\.cache\.v\d+$/,
  launch: ({ model, directory }) => ({
    args: [
      ...["--message-file", directory.prompt, "--yes-always", "--no-auto-commits", "--no-dirty-commits"],
      ...["--no-pretty", "--no-gitignore", "--no-check-update", "--analytics-disable"],
      ...["--no-show-release-notes", "--no-show-model-warnings", "--disable-playwright", "--no-detect-urls"],
      ...["--chat-history-file", join(directory.dir, "aider.chat.md")],
      ...["--input-history-file", join(directory.dir, "aider.input")],
      ...(model === undefined ? [] : ["--model", model]),
    ],
    stdin: false,
  }),
  reader: () => {
    const reading = { said: "", usage: null as Usage | null, problem: "" };
    return {
      line: (text) => {
        const error = /^litellm\.\w+: (.+)/.exec(text);
        const usage = usageIn(text);
        if (error) reading.problem = error[1] ?? "";
        if (!usage) return;
        reading.usage = addUsage(reading.usage, usage);
        reading.problem = "";
      },
      end: () => reading,
    };
  },
};

/** `Tokens: 4.5k sent, 1.2k cache hit, 300 received. Cost: $0.02 message, $0.05 session.` */
const usageIn = (line: string): Usage | null => {
  const told = /^Tokens: (?<sent>[\d.,]+k?) sent,.*?(?<received>[\d.,]+k?) received\./.exec(line)?.groups;
  if (!told) return null;
  const usd = /Cost: \$(?<usd>[\d.]+) message/.exec(line)?.groups?.usd;
  return {
    inputTokens: figure(told.sent),
    outputTokens: figure(told.received),
    usd: usd === undefined ? null : Number.parseFloat(usd),
  };
};

const figure = (text = "0"): number =>
  Math.round(Number.parseFloat(text.replaceAll(",", "")) * (text.endsWith("k") ? 1000 : 1));
