import { adapters } from "../../agents/adapters/list.ts";
import { accessOf } from "../../agents/keys.ts";
import { pricesFor, priceTable } from "../../agents/price-table.ts";
import { checkProgram, programIn } from "../../agents/program.ts";
import { unpricedIn } from "../../core/cost/unpriced.ts";
import { agentsOf, type Plan } from "../../core/plan/plan.ts";
import type { Program } from "../../core/plan/program.ts";
import type { ProgramPlace } from "../programs.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";
import { asProblem } from "./errors.ts";
import { checkVersion, versionOf } from "./versions.ts";

/** Looks at the programs that the plan's agents and reviewer are, and at the keys that they need. */
export const checkPrograms = async (plan: Plan, place: ProgramPlace): Promise<CheckUp[]> => {
  const bodies = plan.bodies.map(({ id }) => agentsOf(plan, id));
  const missing = bodies.some((programs) => programs.length === 0);
  const { reviewers } = plan;
  return [
    ...(missing
      ? [
          problem(
            "agent",
            "the plan names no agent for some bodies",
            "add `agent:` to the plan, or pass --agent",
          ),
        ]
      : []),
    ...(await Promise.all(distinct(bodies.flat()).map((program) => checkOne("agent", program, place)))),
    ...(await Promise.all(distinct(reviewers).map((program) => checkOne("reviewer", program, place)))),
    ...(reviewers.length > 0
      ? []
      : [
          problem(
            "reviewer",
            "the plan names no reviewer",
            "add `reviewer:` to the plan, or pass --reviewer",
          ),
        ]),
    ...checkPrices(plan),
  ];
};

/** What counts against limits in dollars without a known price; with such a limit the day of the list is told, too. */
const checkPrices = (plan: Plan): CheckUp[] => {
  const found = unpricedIn(plan, pricesFor(plan));
  const { usd, todoUsd } = plan.limits;
  if (found.length > 0) return found.map(({ message, fix }) => warning("prices", message, fix));
  return usd === undefined && todoUsd === undefined
    ? []
    : [
        ok(
          "prices",
          `all models have one, by the list of ${priceTable().date} where their programs tell none`,
        ),
      ];
};

const distinct = (programs: readonly Program[]): Program[] => [
  ...new Map(programs.map((program) => [JSON.stringify(program), program])).values(),
];

const checkOne = async (
  role: "agent" | "reviewer",
  program: Program,
  { root, contained }: ProgramPlace,
): Promise<CheckUp> => {
  try {
    const [file = ""] = await checkProgram(programIn(program, root), { role, contained });
    const adapter = adapters[program.use];
    const key = accessOf(adapter, program, process.env);
    const version = adapter.versions ? await versionOf(file) : null;
    const found = `${program.use}${version === null ? "" : ` ${version}`} is ${file}${key === null ? "" : `, by ${key}`}`;
    return (version === null ? null : checkVersion(role, adapter, version)) ?? ok(role, found);
  } catch (error) {
    return asProblem(role, error);
  }
};
