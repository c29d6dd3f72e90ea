import { type Answer, listedPage, noContent, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { notFound, throwOnProblems } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type Issue, issueAt, touchIssue } from "../table.ts";
import { labelNameProblems, labelNamesBody } from "./input.ts";
import { addLabels, findLabel, labelsOf, setLabels } from "./table.ts";
import { labelView } from "./view.ts";

const all = "/repos/{owner}/{repo}/issues/{issue_number}/labels";

const list = operation({
  id: "issues/list-labels-on-issue",
  method: "GET",
  path: all,
  needs: "read",
  handle: ({ store, repository, params, page, urls }) => {
    const labels = labelsOf(store, issueAt(store, repository, params.issue_number).id);
    return listedPage(labels, page, (label) => labelView({ repository, urls }, label));
  },
});

export const add = operation({
  id: "issues/add-labels",
  method: "POST",
  path: all,
  needs: "triage",
  body: labelNamesBody,
  handle: (context) => putLabels(context, addLabels),
});

const set = operation({
  id: "issues/set-labels",
  method: "PUT",
  path: all,
  needs: "triage",
  body: labelNamesBody,
  handle: (context) => putLabels(context, setLabels),
});

const putLabels = (context: OfIssue<readonly string[]>, put: typeof setLabels): Answer =>
  changeLabels(context, (issue) => {
    throwOnProblems(context.body.flatMap(labelNameProblems));
    put(context.store, issue, context.body);
  });

export const removeOne = operation({
  id: "issues/remove-label",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  needs: "triage",
  handle: (context) =>
    changeLabels(context, (issue) => {
      const label = findLabel(context.store, issue.repository_id, context.params.name);
      if (!label || !labelsOf(context.store, issue.id).some(({ id }) => id === label.id)) {
        throw notFound("Label does not exist");
      }
      context.store.run("delete from issue_labels where issue_id = ? and label_id = ?", issue.id, label.id);
    }),
});

const removeAll = operation({
  id: "issues/remove-all-labels",
  method: "DELETE",
  path: all,
  needs: "triage",
  handle: (context) => {
    changeLabels(context, (issue) => setLabels(context.store, issue, []));
    return noContent();
  },
});

type OfIssue<Body = unknown> = RepositoryContext<{ readonly issue_number: string }, Body>;

/** Makes a change to an issue's labels and answers with those that it has then. */
const changeLabels = (context: OfIssue, change: (issue: Issue) => void): Answer => {
  const { store, repository, params, now, urls } = context;
  return store.transaction(() => {
    const issue = issueAt(store, repository, params.issue_number);
    change(issue);
    touchIssue(store, issue.id, now);
    return ok(labelsOf(store, issue.id).map((label) => labelView({ repository, urls }, label)));
  });
};

export const issueLabelsOperations: readonly Operation[] = [list, add, set, removeOne, removeAll];
