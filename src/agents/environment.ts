import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { isWithheld } from "../core/plan/withheld.ts";
import { toolchainVariables } from "./toolchains.ts";

/** Where a run is: what agents and reviewers are told in variables (design, "Agents"). */
export interface RunPlace {
  readonly plan: string;
  readonly body: string;
  readonly todo: string;
  readonly order: string;
  readonly branch: string;
  readonly base: string;
  readonly attempt: number;
  readonly round: number;
  /** The file with the same text as standard input. */
  readonly prompt: string;
  /** Where the program may write its outcome. */
  readonly outcome: string;
  /** Who commits, unless the program says otherwise. */
  readonly author: { readonly name: string; readonly email: string };
}

/** What a reviewer is told besides. */
interface ReviewPlace {
  /** The file with the diff. */
  readonly diff: string;
  /** The commit under review. */
  readonly head: string;
  readonly rules: readonly string[];
  /** Where it must write its verdict; `null` when that is its last message. */
  readonly verdict: string | null;
}

/** The variables of one run of an agent. */
export const agentEnvironment = (place: RunPlace): Record<string, string> => ({
  MILEPOST_PLAN: place.plan,
  MILEPOST_BODY: place.body,
  MILEPOST_TODO: place.todo,
  MILEPOST_ORDER: place.order,
  MILEPOST_BRANCH: place.branch,
  MILEPOST_BASE: place.base,
  MILEPOST_ATTEMPT: String(place.attempt),
  MILEPOST_ROUND: String(place.round),
  MILEPOST_PROMPT: place.prompt,
  MILEPOST_OUTCOME: place.outcome,
  GIT_AUTHOR_NAME: place.author.name,
  GIT_AUTHOR_EMAIL: place.author.email,
  GIT_COMMITTER_NAME: place.author.name,
  GIT_COMMITTER_EMAIL: place.author.email,
});

/**
 * The variables of one run of a reviewer.
 *
 * @throws {MilepostError} when the rules do not fit into one variable.
 */
export const reviewerEnvironment = (place: RunPlace, review: ReviewPlace): Record<string, string> => {
  const rules = JSON.stringify(review.rules);
  if (Buffer.byteLength(rules) > longestVariable) {
    throw new MilepostError(`the plan's rules are over ${longestVariable} bytes in all`, {
      hint: "shorten them, or move details into a document that they name",
    });
  }
  return {
    ...agentEnvironment(place),
    MILEPOST_DIFF: review.diff,
    MILEPOST_HEAD: review.head,
    MILEPOST_RULES: rules,
    ...(review.verdict === null ? {} : { MILEPOST_VERDICT: review.verdict }),
  };
};

/**
 * The variables of the plan's commands: folders of their own, so that they see nothing that an agent left in the user's,
 * also where there is no sandbox. The last four are where XDG's specification has them without a word.
 */
export const commandEnvironment = (dir: string) => {
  const home = join(dir, "home");
  return {
    HOME: home,
    TMPDIR: join(dir, "tmp"),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_STATE_HOME: join(home, ".local/state"),
  };
};

/** Linux takes 131,072 bytes for one string of the environment, its name included. */
const longestVariable = 131_000;

/**
 * What every program needs to run at all; nothing that gives it a right. By RUNNER_TRACKING_ID a workflow's runner finds
 * what a job that was cancelled has left.
 */
const basic =
  /^(RUNNER_TRACKING_ID|PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TERM|COLORTERM|NO_COLOR|TMPDIR|XDG_\w+|(https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i;

/** Tools that ask for a newer version of themselves by their own do not: it is nobody's work, and their host is denied. */
export const quietEnvironment = {
  NO_UPDATE_NOTIFIER: "1",
  NPM_CONFIG_UPDATE_NOTIFIER: "false",
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
} as const;

/** The machine's variables that any program gets; everything else, tokens first of all, stays behind. */
export const basicEnvironment = (from: NodeJS.ProcessEnv = process.env): Record<string, string> => ({
  ...pick(from, (name) => basic.test(name)),
  ...toolchainVariables(from),
});

/**
 * The machine's variables that a plan passes by name.
 *
 * @throws {MilepostError} when one of them opens the forge or signs commits, which agents must never do, also when
 *   the same token goes by another name.
 */
export const namedEnvironment = (names: readonly string[], from: NodeJS.ProcessEnv = process.env) => {
  const secrets = Object.values(pick(from, isWithheld)).filter((value) => value !== "");
  const refused = names.filter((name) => isWithheld(name) || secrets.includes(from[name] ?? ""));
  if (refused.length > 0) {
    throw new MilepostError(`agents never get ${refused.join(", ")}`, {
      hint: "remove it from `env`: Milepost pushes, posts and signs for them",
    });
  }
  return pick(from, (name) => names.includes(name));
};

const pick = (from: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(from).flatMap(([name, value]) =>
      value !== undefined && wanted(name) ? [[name, value]] : [],
    ),
  );
