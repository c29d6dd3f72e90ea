import { branchName, foldersOf, integrationPrefix, placeholders, refProblem } from "../branch.ts";
import { didYouMean } from "../nearest.ts";
import type { PlanFinding } from "../problem.ts";
import { defaultBranches } from "../schema.ts";
import { patternOf, type Sketch } from "../sketch.ts";

/** What is wrong with `base` and with the pattern of branch names, before any todo is looked at. */
export const branchPattern = (sketch: Sketch): PlanFinding[] => [...badBase(sketch), ...badPattern(sketch)];

const badBase = ({ base }: Sketch): PlanFinding[] => {
  const problem = base.startsWith(integrationPrefix)
    ? `\`${integrationPrefix}\` is kept for integration branches`
    : refProblem(base);
  return problem === null
    ? []
    : [finding("base", `no branch can be called \`${base}\`: ${problem}`, "another branch")];
};

const badPattern = (sketch: Sketch): PlanFinding[] => {
  const branches = patternOf(sketch);
  const known = placeholders.map((name) => `\`{${name}}\``).join(", ");
  const unknown = [...branches.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name]) => name ?? "")
    .filter((name) => !isKnown(name));
  if (unknown.length > 0)
    return unknown.map((name) =>
      finding(
        "branches",
        `unknown placeholder \`{${name}}\``,
        `one of ${known}${didYouMean(name, placeholders)}`,
      ),
    );
  const sample = branchName(branches, { plan: "p", order: "00a", slug: "s", body: "b" });
  if (/[{}]/.test(sample)) return [finding("branches", "a brace without its other half", `one of ${known}`)];
  const problem = refProblem(sample);
  if (problem !== null)
    return [
      finding("branches", `git refuses branches such as \`${sample}\`: ${problem}`, "a name that git takes"),
    ];
  if (sample.startsWith(integrationPrefix))
    return [
      finding("branches", `\`${integrationPrefix}\` is kept for integration branches`, "another prefix"),
    ];
  if (!/\{(order|slug)\}/.test(branches))
    return [
      finding("branches", "branches of different todos would have one name", "`{order}` or `{slug}` in it"),
    ];
  return belowBase(sketch);
};

/** Git keeps branches as paths: nothing can be below the base. */
const belowBase = ({ base, branches, plan }: Sketch): PlanFinding[] => {
  const pattern = (branches ?? defaultBranches).replaceAll("{plan}", plan ?? "{plan}");
  if (!foldersOf(pattern).includes(base.toLowerCase())) return [];
  const message = `\`${base}\` is the base, so git takes no branch below \`${base}/\``;
  return [
    finding(branches === null ? "plan" : "branches", message, "a pattern in `branches` with another prefix"),
  ];
};

const isKnown = (name: string): boolean => placeholders.some((known) => known === name);

const finding = (key: "base" | "branches" | "plan", message: string, expected: string): PlanFinding => ({
  at: { path: [key] },
  message,
  expected,
});
