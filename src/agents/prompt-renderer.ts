import { laneProgram } from "../core/account/account.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Program } from "../core/plan/program.ts";
import type { Tracked } from "../core/verdict/findings.ts";
import type { RenderPrompt } from "../steps/program-ports.ts";
import { adapters } from "./adapters/list.ts";
import type { PromptValues } from "./prompt.ts";

/** Renders prompts from a plan's own templates, or from ours. */
export const promptRenderer =
  (plan: Plan): RenderPrompt =>
  async (kind, { body, todo, isPlanned, entry, fixes, gates, earlier, findings, answers, review }) => {
    // The templates' language takes long to load, and nothing before needs it.
    const { renderPrompt } = await import("./prompt.ts");
    return renderPrompt(
      kind,
      {
        plan,
        body,
        todo: { ...todo, planned: isPlanned },
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
        gate: `milepost gate --base origin/${entry.base}`,
        earlier,
        findings: findings.map(asTold),
        answers,
        review: review && {
          ...review,
          problem: review.problem || null,
          given: review.given || null,
          answer: answersByFile(laneProgram("reviewer", plan, entry)) ? "file" : "message",
        },
      },
      kind === "verdict" ? undefined : plan.prompts[kind],
    );
  };

const answersByFile = (reviewer: Pick<Program, "use"> | undefined): boolean =>
  reviewer !== undefined && adapters[reviewer.use].verdictFile === true;

const asTold = ({ path, line, text, first, seen, open }: Tracked): PromptValues["findings"][number] => ({
  ...{ path, line, body: text, first, seen },
  state: open ? "open" : "fixed",
});
