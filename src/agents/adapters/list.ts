import type { Program } from "../../core/plan/program.ts";
import type { Adapter } from "./adapter.ts";
import { aider } from "./aider.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { command } from "./command.ts";
import { copilot } from "./copilot.ts";
import { gemini } from "./gemini.ts";
import { opencode } from "./opencode.ts";

/** Every program that Milepost can drive, by the name that plans use. */
export const adapters: Readonly<Record<Program["use"], Adapter>> = {
  claude,
  codex,
  gemini,
  copilot,
  opencode,
  aider,
  command,
};
