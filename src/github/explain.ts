import { ConflictsWithout } from "../core/conflicts-without.ts";
import { errorMessage, MilepostError } from "../core/error.ts";
import type { ForgeExcuse } from "../core/lane/work.ts";
import { ForgeOffline } from "../core/offline.ts";
import { saidBy, statusOf } from "./client.ts";
import { GraphQLRefusal } from "./graphql-refusal.ts";

/** What is read of a failed request. */
interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Not when the connection was lost, which clients give the status 500. */
  readonly isWhole: boolean;
}

/** Any error as one that says what to do: what the forge refused is explained by its answer. */
export const explained = (error: unknown): MilepostError => {
  if (error instanceof MilepostError) return error;
  const answer = answerOf(error);
  if (!answer)
    return new MilepostError(error instanceof Error ? error.message : String(error), { cause: error });
  const asked = `${answer.method} ${answer.path}`;
  if (!answer.isWhole) {
    return new MilepostError(`${asked} was not answered: ${answer.message}`, {
      hint: "check that the forge is reachable from here, and the variables http_proxy, https_proxy and no_proxy; then run it again",
      cause: error,
    });
  }
  const found = explanations.find((one) => one.says(answer));
  return new MilepostError(`${asked} was answered ${answer.status}: ${answer.message}`, {
    hint: found ? found.fix(answer) : "run it again; if it stays, look at the answer's details in the log",
    cause: error,
  });
};

/** What of the forge's an error is, where it says nothing about what was asked; `null` for all else. */
export const forgeExcuse = (error: unknown): ForgeExcuse | null => {
  if (error instanceof ForgeOffline) return { why: "forge-offline", said: errorMessage(error) };
  const answer = answerOf(error);
  if (!answer) return null;
  const said = errorMessage(explained(error));
  if (!answer.isWhole || answer.status >= 500) return { why: "forge-offline", said };
  return isLimit(answer) ? { why: "forge-limited", said } : null;
};

/**
 * Whether it fails again and again until a person has given a right or changed a setting, by what the forge answered to
 * a request, or git says that it answered.
 */
export const isSetUpMistake = (error: unknown): boolean => {
  if (error instanceof MilepostError)
    return error instanceof ConflictsWithout || setUpMistake.test(error.message);
  const answer = answerOf(error);
  if (!answer?.isWhole || isLimit(answer)) return false;
  return answer.status === 401 || answer.status === 403 || isBaseGone(answer);
};

/** What the forge says to what it does not let happen, by a rule or for want of a right; `null` for all else. */
export const refusalIn = (error: unknown): string | null => {
  const answer = answerOf(error);
  if (!answer?.isWhole || isLimit(answer) || ![403, 405, 409, 422].includes(answer.status)) return null;
  return answer.message;
};

/** What a pull request is to lead to is no branch any more. */
const isBaseGone = ({ status, message }: Answer): boolean =>
  status === 422 && /"field":"base","code":"invalid"/.test(message.replaceAll(" ", ""));

const isLimit = ({ status, message, headers }: Answer): boolean =>
  status === 429 || headers["x-ratelimit-remaining"] === "0" || /secondary rate limit/.test(message);

/** Rights and rules, as git says them: GH006 and GH013 are protected branches and rulesets (GitHub Docs, "Rules"). */
const setUpMistake =
  /error: 40[13]\b|Authentication failed|could not read Username|\bGH0(?:06|13):|refusing to allow|protected branch hook declined|without `workflows?` (?:permission|scope)/;

const answerOf = (error: unknown): Answer | null => {
  if (error instanceof GraphQLRefusal) return answerOfQuery(error);
  const status = statusOf(error);
  if (!(error instanceof Error) || status === null || !("request" in error)) return null;
  const { method, url } = error.request as { method?: string; url?: string };
  const response =
    "response" in error ? (error.response as { headers?: Record<string, unknown> } | undefined) : undefined;
  return {
    method: method ?? "",
    path: url ? new URL(url).pathname.replace(/^\/api\/v3/, "") : "",
    status,
    message: saidBy(error),
    headers: response?.headers ?? {},
    isWhole: response !== undefined,
  };
};

/** What was asked for is told by the first field that was refused. */
const answerOfQuery = ({ errors, status, message, headers }: GraphQLRefusal): Answer => {
  const [, field = ""] = errors.find(({ path }) => path !== undefined)?.path ?? [];
  const path = field === "" ? "/graphql" : `/graphql/${field}`;
  return { method: "QUERY", path, status, message, headers, isWhole: true };
};

/** The first that fits explains an answer, by the words that GitHub has for it. */
const explanations: readonly {
  readonly says: (answer: Answer) => boolean;
  readonly fix: (answer: Answer) => string;
}[] = [
  {
    says: ({ message }) => /not permitted to (create or )?approve pull requests/.test(message),
    fix: () =>
      'allow it in the repository\'s Settings → Actions → General → "Allow GitHub Actions to create and approve pull requests", or give the action an App (`app-id`, `private-key`)',
  },
  { says: ({ headers }) => headers["x-ratelimit-remaining"] === "0", fix: ({ headers }) => waitFor(headers) },
  { says: ({ message }) => /secondary rate limit/.test(message), fix: ({ headers }) => waitFor(headers) },
  { says: ({ status }) => status === 429, fix: ({ headers }) => waitFor(headers) },
  {
    says: ({ status }) => status === 401,
    fix: () => "the token is wrong or has expired: check the secret that `token` comes from",
  },
  {
    says: ({ status, message }) => status === 403 && /Resource not accessible|Must have/.test(message),
    fix: (answer) => `give the job \`${permissionFor(answer)}\` under \`permissions:\``,
  },
  {
    says: ({ status }) => status === 404,
    fix: (answer) =>
      `it does not exist, or the token may not see it: check the name, and give the job \`${permissionFor(answer)}\``,
  },
  {
    says: ({ status, message }) => status === 422 && /disabled workflow/.test(message),
    fix: () =>
      "enable it, by `gh workflow enable` or on the Actions page: GitHub disables workflows that have a schedule when 60 days pass without a commit",
  },
  {
    says: isBaseGone,
    fix: () =>
      "the branch that the work is to lead to is gone: if it was renamed, name it as `base` in the plan, on the branch that is the default now, and comment `/milepost retry`",
  },
  {
    says: ({ status, message }) => status === 422 && /workflow_dispatch/.test(message),
    fix: () =>
      "the default branch's workflow must have `on: workflow_dispatch`: write it anew with `milepost init`",
  },
  {
    says: ({ status, message }) => status === 422 && /body is too long/.test(message),
    fix: () => "shorten the todo's text in the plan: GitHub takes 65,536 characters",
  },
  {
    says: ({ status }) => status >= 500,
    fix: () => "GitHub has trouble (see githubstatus.com): run it again, or wait for the schedule to do so",
  },
];

const waitFor = (headers: Answer["headers"]): string => {
  const reset = Number(headers["x-ratelimit-reset"]);
  const when =
    headers["retry-after"] !== undefined
      ? `in ${headers["retry-after"]} seconds`
      : headers["x-ratelimit-remaining"] === "0" && reset > 0
        ? `at ${new Date(reset * 1000).toISOString()}`
        : "in some minutes";
  return `the rate limit is used up: run it again ${when}, or let the schedule do so; nothing is lost`;
};

/** The permission that a request needs: GitHub says it in a header, else its path tells. */
const permissionFor = ({ method, path, headers }: Answer): string => {
  const said = headers["x-accepted-github-permissions"];
  if (typeof said === "string" && said !== "")
    return said.split(/[,;]/)[0]?.trim().replace("=", ": ") ?? said;
  const found = scopes.find(([pattern]) => pattern.test(path));
  return `${found?.[1] ?? "contents"}: ${reading.has(method) ? "read" : "write"}`;
};

const reading: ReadonlySet<string> = new Set(["GET", "HEAD", "QUERY"]);

const scopes: readonly (readonly [RegExp, string])[] = [
  [/\/(issues?|labels|milestones|comments\/\d+\/reactions)\b/, "issues"],
  [/\/pulls\b/, "pull-requests"],
  [/\/(statuses)\b/, "statuses"],
  [/\/actions\b/, "actions"],
];
