import { planPricesSchema, pricesOf } from "../../../src/core/cost/prices.ts";
import { unpriced, unpricedIn } from "../../../src/core/cost/unpriced.ts";
import type { Program } from "../../../src/core/plan/program.ts";
import { planWith } from "../scene.ts";

const models = [{ model: "m", input: 3, cachedInput: 1, output: 9 }];
const prices = (own: object = {}) =>
  pricesOf(planPricesSchema.parse(own), { vendors: [{ vendor: "V", page: "https://example.com", models }] });
const program = (use: Program["use"], model?: string): Program => ({ use, model, network: [], env: [] });

test.each<[Program, object, RegExp | null]>([
  [program("claude"), {}, null],
  [program("claude", "strange"), {}, null],
  [program("codex", "m"), {}, null],
  [
    program("codex"),
    {},
    /codex does not tell which model.*\$3\.00 a million read, \$1\.00 .* \$9\.00 written/,
  ],
  [program("codex", "strange"), {}, /what strange costs, by which codex is to work/],
  [program("codex", "strange"), { unknown: "free" }, null],
  [program("codex", "strange"), { models: [{ model: "str*", input: 1, output: 1 }] }, null],
  [program("gemini"), {}, null],
  [program("copilot", "strange"), {}, /what strange costs/],
  [program("opencode", "local/strange"), {}, /what local\/strange costs/],
  [program("aider"), {}, /aider does not tell which model/],
  [program("command"), {}, /tells no usage counts at \$0\.50 a minute/],
  [program("command"), { unknown: "free" }, null],
])("a program whose runs have no known price is told: %#", (of, own, words) => {
  const found = unpriced(of, prices(own));
  if (words === null) expect(found).toBeNull();
  else expect(found?.message).toMatch(words);
});

test.each([
  [{}, 0],
  [{ usd: 5 }, 1],
  [{ todoUsd: 5 }, 1],
])("of a plan it is told once, and where there is a limit in dollars: %#", (limits, times) => {
  const codex = { use: "codex" };
  const plan = planWith({ a: [{}], b: [{}] }, { limits, agent: codex, reviewer: codex });
  expect(unpricedIn(plan, prices())).toHaveLength(times);
});
