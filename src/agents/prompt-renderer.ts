import type { Plan } from "../core/plan/plan.ts";
import type { RenderPrompt } from "../steps/ports.ts";
import { renderPrompt } from "./prompt.ts";

/** Renders prompts from a plan's own templates, or from ours. */
export const promptRenderer =
  (plan: Plan): RenderPrompt =>
  async (kind, { body, todo, entry, fixes, gates, earlier }) =>
    renderPrompt(
      kind,
      {
        plan,
        body,
        todo,
        granted: entry.granted,
        rules: plan.rules,
        limits: plan.limits,
        base: entry.base,
        branch: entry.branch,
        order: entry.order,
        round: entry.round,
        attempt: entry.attempt,
        fixes,
        gates: gates === "" ? null : gates,
        earlier,
        findings: [],
      },
      plan.prompts[kind],
    );
