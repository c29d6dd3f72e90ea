import type { Hosts } from "./adapter.ts";

/** Model providers that programs for any model can use: the variable with the key, and the hosts that it opens. */
export const providers: Hosts = {
  ANTHROPIC_API_KEY: ["api.anthropic.com"],
  OPENAI_API_KEY: ["api.openai.com"],
  GEMINI_API_KEY: ["generativelanguage.googleapis.com"],
  OPENROUTER_API_KEY: ["openrouter.ai"],
  DEEPSEEK_API_KEY: ["api.deepseek.com"],
  MISTRAL_API_KEY: ["api.mistral.ai"],
  GROQ_API_KEY: ["api.groq.com"],
  XAI_API_KEY: ["api.x.ai"],
};
