import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { adapters } from "../../agents/adapters/list.ts";
import { accessOf } from "../../agents/keys.ts";
import { hasEnded, loginsOf } from "../../agents/logins.ts";
import { pricesFor, priceTable } from "../../agents/price-table.ts";
import { checkProgram, programIn } from "../../agents/program.ts";
import { chosenSettings } from "../../agents/settings.ts";
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
  const use = { ...place, minutes: plan.limits.minutes };
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
    ...(await Promise.all(distinct(bodies.flat()).map((program) => checkOne("agent", program, use)))),
    ...(await Promise.all(distinct(reviewers).map((program) => checkOne("reviewer", program, use)))),
    ...(reviewers.length > 0
      ? []
      : [
          problem(
            "reviewer",
            "the plan names no reviewer",
            "add `reviewer:` to the plan, or pass --reviewer",
          ),
        ]),
    ...distinct([...bodies.flat(), ...reviewers])
      .map(({ use }) => use)
      .filter((use, at, all) => all.indexOf(use) === at)
      .flatMap((use) => checkSettings(use, place)),
    ...checkPrices(plan),
  ];
};

/** What of a person's own settings and logins acts in runs. */
const checkSettings = (use: Program["use"], { contained }: ProgramPlace): CheckUp[] => {
  const home = homedir();
  const ended = loginsOf(adapters[use], home).filter((login) => hasEnded(login, new Date()));
  return [
    ...filesOf(adapters[use].config, home).map(({ path, text }) => toldOf(path, text, contained)),
    ...ended.map(({ file }) =>
      warning(
        "login",
        `the login in ~/${relative(home, file)} has ended`,
        `log in with \`${adapters[use].executable}\``,
      ),
    ),
  ];
};

const toldOf = (path: string, text: string, contained: boolean): CheckUp => {
  const chosen = chosenSettings(path, text);
  if (chosen === null || !contained) return ok("settings", `~/${path} acts in runs as it is`);
  const { goes, stays } = chosen;
  const left = stays.length > 0 ? `; left out: ${stays.join(", ")}` : "";
  return ok("settings", `of ~/${path} acts in runs: ${goes.join(", ") || "nothing"}${left}`);
};

const filesOf = (paths: readonly string[], home: string): { path: string; text: string }[] =>
  paths.flatMap((path) => {
    const stats = statSync(join(home, path), { throwIfNoEntry: false });
    if (stats?.isDirectory())
      return filesOf(
        readdirSync(join(home, path))
          .map((name) => join(path, name))
          .filter((each) => chosenSettings(each, "") !== null),
        home,
      );
    return stats?.isFile() ? [{ path, text: readFileSync(join(home, path), "utf8") }] : [];
  });

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
  { root, contained, minutes }: ProgramPlace & { readonly minutes: number },
): Promise<CheckUp> => {
  try {
    const [file = ""] = await checkProgram(programIn(program, root), { role, contained, minutes });
    const adapter = adapters[program.use];
    const key = accessOf(adapter, program, process.env);
    const version = adapter.versions ? await versionOf(file) : null;
    const found = `${program.use}${version === null ? "" : ` ${version}`} is ${file}${key === null ? "" : `, by ${key}`}`;
    return (version === null ? null : checkVersion(role, adapter, version)) ?? ok(role, found);
  } catch (error) {
    return asProblem(role, error);
  }
};
