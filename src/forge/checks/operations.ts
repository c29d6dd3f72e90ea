import { z } from "zod";
import { type User, userById } from "../accounts.ts";
import { created, listed, listedPage, ok } from "../answer.ts";
import { appOf } from "../apps/identity.ts";
import {
  everyRun,
  shownRunAt,
  shownRuns,
  shownRunsOf,
  shownSuiteAt,
  shownSuites,
} from "../check-runs/of-workflows.ts";
import {
  type CheckRun,
  type CheckRunFields,
  ensureSuite,
  insertRun,
  updateRun,
} from "../check-runs/table.ts";
import { commitNamed } from "../commit-named.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { forbidden } from "../errors.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import type { Store } from "../store.ts";
import { addAnnotations, annotationsOf } from "./annotations.ts";
import { throwOnPerson } from "./app.ts";
import { changedRun, checkRunChange, throwOnWrongCheck } from "./input.ts";
import { annotationView, checkRunView, checkSuiteView } from "./view.ts";

const create = operation({
  id: "checks/create",
  method: "POST",
  path: "/repos/{owner}/{repo}/check-runs",
  needs: "write",
  body: checkRunChange.extend({ name: z.string().min(1), head_sha: z.string() }),
  handle: async (context) => {
    const { store, repository, git, body, user, now } = context;
    throwOnPerson(store, user());
    throwOnWrongCheck(body);
    const head_sha = await commitNamed(git, body.head_sha);
    return store.transaction(() => {
      const suite = ensureSuite(store, { repository_id: repository.id, head_sha, app_id: user().id }, now);
      const id = insertRun(store, suite, changedRun(fresh, body, now));
      addAnnotations(store, id, body.output?.annotations ?? []);
      const view = checkRunView(context, shownRunAt(store, repository, String(id)));
      return created(view, view.url);
    });
  },
});

const fresh: CheckRunFields = {
  name: "",
  status: "queued",
  conclusion: null,
  external_id: "",
  details_url: null,
  started_at: null,
  completed_at: null,
  title: null,
  summary: null,
  text: null,
};

const one = "/repos/{owner}/{repo}/check-runs/{check_run_id}";

const update = operation({
  id: "checks/update",
  method: "PATCH",
  path: one,
  needs: "write",
  body: checkRunChange,
  handle: (context) => {
    const { store, repository, params, body, user, now } = context;
    throwOnPerson(store, user());
    throwOnWrongCheck(body);
    return store.transaction(() => {
      const run = shownRunAt(store, repository, params.check_run_id);
      throwOnOtherApp(run, user());
      updateRun(store, run.id, changedRun(run, body, now));
      addAnnotations(store, run.id, body.output?.annotations ?? []);
      return ok(checkRunView(context, shownRunAt(store, repository, params.check_run_id)));
    });
  },
});

/** @throws HttpError 403 for what another app made, or the forge for a workflow's job. */
const throwOnOtherApp = ({ app_id, workflow_run_id }: CheckRun, { id }: User): void => {
  if (app_id === id && workflow_run_id === null) return;
  const made = "check run can only be modified by the GitHub App that created it";
  throw forbidden(`Invalid app_id \`${app_id}\` - ${made}.`);
};

const get = operation({
  id: "checks/get",
  method: "GET",
  path: one,
  needs: "read",
  handle: (context) =>
    ok(checkRunView(context, shownRunAt(context.store, context.repository, context.params.check_run_id))),
});

const listAnnotations = operation({
  id: "checks/list-annotations",
  method: "GET",
  path: `${one}/annotations`,
  needs: "read",
  handle: (context) => {
    const { store, repository, params, page } = context;
    const run = shownRunAt(store, repository, params.check_run_id);
    const annotations = annotationsOf(store, run.id);
    return listedPage(annotations, page, (annotation) => annotationView(context, run, annotation));
  },
});

const query = z.object({
  check_name: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  filter: z.enum(["latest", "all"]).default("latest"),
  app_id: z.coerce.number().optional(),
});
type Query = z.output<typeof query>;

export const listForRef = operation({
  id: "checks/list-for-ref",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits/{ref}/check-runs",
  needs: "read",
  query,
  handle: async (context) => {
    const { store, repository, git, params, query } = context;
    const sha = await commitNamed(git, params.ref);
    const runs = query.filter === "all" ? everyRun : shownRuns;
    return listRuns(context, runs(store, repository.id, sha));
  },
});

const listForSuite = operation({
  id: "checks/list-for-suite",
  method: "GET",
  path: "/repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs",
  needs: "read",
  query,
  handle: (context) => {
    const suite = shownSuiteAt(context.store, context.repository, context.params.check_suite_id);
    return listRuns(context, shownRunsOf(context.store, suite));
  },
});

const listRuns = (
  context: RepositoryContext<Record<string, string>, undefined, Query>,
  runs: readonly CheckRun[],
) => {
  const { check_name, status, app_id } = context.query;
  const { store } = context;
  const wanted = runs.filter(
    (run) =>
      (check_name === undefined || run.name === check_name) &&
      (status === undefined || run.status === status) &&
      (app_id === undefined || appIdOf(store, run) === app_id),
  );
  const check_runs = pageItems(wanted, context.page).map((run) => checkRunView(context, run));
  return listed({ total_count: wanted.length, check_runs }, context.page, wanted.length);
};

const appIdOf = (store: Store, { app_id }: { readonly app_id: number }): number | undefined => {
  const user = userById(store, app_id);
  return user && appOf(store, user).id;
};

export const listSuites = operation({
  id: "checks/list-suites-for-ref",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits/{ref}/check-suites",
  needs: "read",
  query: query.pick({ app_id: true, check_name: true }),
  handle: async (context) => {
    const { store, repository, git, params, query, page } = context;
    const { app_id, check_name } = query;
    const suites = shownSuites(store, repository.id, await commitNamed(git, params.ref)).filter(
      (suite) =>
        (app_id === undefined || appIdOf(store, suite) === app_id) &&
        (check_name === undefined || shownRunsOf(store, suite).some(({ name }) => name === check_name)),
    );
    const check_suites = await Promise.all(
      pageItems(suites, page).map((suite) => checkSuiteView(context, suite)),
    );
    return listed({ total_count: suites.length, check_suites }, page, suites.length);
  },
});

const getSuite = operation({
  id: "checks/get-suite",
  method: "GET",
  path: "/repos/{owner}/{repo}/check-suites/{check_suite_id}",
  needs: "read",
  handle: async (context) => {
    const suite = shownSuiteAt(context.store, context.repository, context.params.check_suite_id);
    return ok(await checkSuiteView(context, suite));
  },
});

export const checksOperations: readonly Operation[] = [
  create,
  update,
  get,
  listAnnotations,
  listForRef,
  listForSuite,
  listSuites,
  getSuite,
];
