import { join } from "node:path";
import type { Adapter } from "./adapter.ts";
import { readAider } from "./aider-output.ts";
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
  versions: { seen: "0.86.2" },
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
    // It breaks its lines for a terminal of that width.
    env: { COLUMNS: "4000" },
    stdin: false,
  }),
  reader: readAider,
};
