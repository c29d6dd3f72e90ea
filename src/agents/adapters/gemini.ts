import { z } from "zod";
import type { Usage } from "../../core/cost/usage.ts";
import type { Adapter } from "./adapter.ts";
import { eachEvent } from "./events.ts";

/** Gemini CLI: `--output-format stream-json` (its documentation of headless mode; read from 0.61.0). */
export const gemini: Adapter = {
  name: "gemini",
  title: "Gemini CLI",
  executable: "gemini",
  install: "npm install -g @google/gemini-cli",
  keys: {
    GEMINI_API_KEY: ["generativelanguage.googleapis.com"],
    GOOGLE_API_KEY: ["aiplatform.googleapis.com"],
  },
  logins: { ".gemini/oauth_creds.json": ["cloudcode-pa.googleapis.com", "oauth2.googleapis.com"] },
  env: ["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_GCA", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"],
  urls: ["GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL"],
  config: [".gemini/settings.json"],
  reviews: true,
  launch: ({ model, executes }) => ({
    args: [
      ...["--output-format", "stream-json", "--skip-trust"],
      ...["--approval-mode", executes ? "yolo" : "plan"],
      ...(model === undefined ? [] : ["--model", model]),
    ],
    // Its own sandbox cannot stand inside ours.
    env: { GEMINI_SANDBOX: "false" },
    stdin: true,
  }),
  reader: () => {
    const reading = { said: "", usage: null as Usage | null, problem: "" };
    return {
      line: eachEvent(event, (one) => {
        switch (one.type) {
          case "tool_use":
            reading.said = "";
            break;
          case "message":
            if (one.role === "assistant") reading.said += one.content;
            break;
          case "result":
            if (one.status === "error") reading.problem = one.error.message;
            reading.usage = {
              inputTokens: one.stats.input_tokens,
              outputTokens: one.stats.output_tokens,
              usd: null,
            };
            break;
          default:
            one satisfies never;
        }
      }),
      end: () => reading,
    };
  },
};

const count = z.int().min(0).catch(0);
const nothing = { input_tokens: 0, output_tokens: 0 };

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("tool_use") }),
  z.object({ type: z.literal("message"), role: z.string(), content: z.string() }),
  z.object({
    type: z.literal("result"),
    status: z.string(),
    error: z.object({ message: z.string() }).catch({ message: "it ended with an error" }),
    stats: z.object({ input_tokens: count, output_tokens: count }).catch(nothing),
  }),
]);
