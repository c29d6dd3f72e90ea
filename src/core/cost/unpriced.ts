import { agentsOf, type Plan } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { dearest, type Prices, priceOf } from "./prices.ts";
import { dollars } from "./words.ts";

/** What of a program's usage has no known price, and what makes it known. */
interface Unpriced {
  readonly message: string;
  readonly fix: string;
}

/**
 * What programs tell of their usage beside tokens, when they come to their end: dollars, dollars of models whose price
 * they know, their model, or no more than that.
 */
const tells = {
  claude: "dollars",
  codex: "tokens",
  gemini: "model",
  copilot: "model",
  opencode: "some dollars",
  aider: "some dollars",
  command: "what it will",
} as const satisfies Record<Program["use"], string>;

/** Why a program's runs may have no known price; `null` when they have. */
export const unpriced = ({ use, model }: Program, prices: Prices): Unpriced | null => {
  const told = tells[use];
  if (told === "dollars" || prices.unknown === "free") return null;
  if (told === "what it will")
    return {
      message: `a run of a \`command\` that tells no usage counts at ${dollars(prices.minuteUsd)} a minute against limits in dollars`,
      fix: "have it write `usage` to MILEPOST_OUTCOME, or set `prices: { unknown: free }` or `minuteUsd` in the plan",
    };
  if (model === undefined)
    return told === "model"
      ? null
      : {
          message: `${use} does not tell which model it uses, so what it costs is not known: ${countedAt(prices)}`,
          fix: `name \`model\` beside \`use: ${use}\`, or set \`prices: { unknown: free }\``,
        };
  if (priceOf(model, prices)) return null;
  return {
    message: `nobody knows what ${model} costs, by which ${use} is to work: ${countedAt(prices)}`,
    fix: "give its price in `prices.models` of the plan, or set `prices: { unknown: free }`",
  };
};

const countedAt = (prices: Prices): string => {
  const { input, output, cachedInput } = dearest(prices);
  return `its tokens count at the dearest known price, ${dollars(input)} a million read, ${dollars(cachedInput)} from a cache, ${dollars(output)} written`;
};

/** What of a plan's programs has no known price, where it counts: with a limit in dollars. */
export const unpricedIn = (plan: Plan, prices: Prices): Unpriced[] => {
  const { usd, todoUsd } = plan.limits;
  if (usd === undefined && todoUsd === undefined) return [];
  const programs = [...plan.bodies.flatMap(({ id }) => agentsOf(plan, id)), ...plan.reviewers];
  const found = programs.flatMap((program) => unpriced(program, prices) ?? []);
  return [...new Map(found.map((one) => [one.message, one])).values()];
};
