import type { Adapter } from "./adapter.ts";
import { readGemini } from "./gemini-events.ts";

/** Gemini CLI: `--output-format stream-json` (its documentation of headless mode; read from 0.61.0). */
export const gemini: Adapter = {
  name: "gemini",
  title: "Gemini CLI",
  executable: "gemini",
  install: "npm install -g @google/gemini-cli@latest",
  versions: { tooOld: "0.11.3", seen: "0.61.0" },
  keys: {
    GEMINI_API_KEY: ["generativelanguage.googleapis.com"],
    GOOGLE_API_KEY: ["aiplatform.googleapis.com"],
  },
  logins: { ".gemini/oauth_creds.json": ["cloudcode-pa.googleapis.com", "oauth2.googleapis.com"] },
  env: ["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_GCA", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"],
  urls: ["GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL"],
  config: [".gemini/settings.json"],
  reviews: true,
  sessions: [".gemini/tmp"],
  launch: ({ model, executes, session }) => ({
    args: [
      ...["--output-format", "stream-json", "--skip-trust"],
      ...["--approval-mode", executes ? "yolo" : "plan"],
      ...(model === undefined ? [] : ["--model", model]),
      ...(session?.resumes ? ["--resume", session.id] : []),
    ],
    // Its own sandbox cannot stand inside ours.
    env: { GEMINI_SANDBOX: "false" },
    stdin: true,
  }),
  reader: readGemini,
};
