import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smallPlan } from "./small-plan.ts";

/** Where programs note that they were paid. */
export const notes = async () => {
  const folder = await mkdtemp(join(tmpdir(), "milepost-paid-"));
  return {
    folder,
    count: async (who: string) =>
      (await readFile(join(folder, who), { encoding: "utf8", flag: "a+" })).length,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** The small plan, whose agent and reviewer note that they have ended; a run of its agent costs a dollar. */
export const paidPlan = (folder: string): Record<string, string> => {
  const plan = smallPlan();
  const usage = '{"inputTokens":1,"outputTokens":1,"usd":1}';
  const outcome = `'{"outcome":"done","summary":"","usage":${usage}}' > "$MILEPOST_OUTCOME"`;
  return {
    ...plan,
    "agent.sh": `${plan["agent.sh"]}echo ${outcome}\nprintf x >> "${folder}/agent"\n`,
    "review.cjs": `${plan["review.cjs"]}require("node:fs").appendFileSync("${folder}/reviewer", "x");\n`,
  };
};
