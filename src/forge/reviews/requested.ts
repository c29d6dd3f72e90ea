import { z } from "zod";
import { findUser, type User } from "../accounts.ts";
import { created, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { unprocessable } from "../errors.ts";
import { touchIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { addRequest, dropRequest, requestedReviewers } from "../pulls/requested-reviewers.ts";
import { type Pull, pullAt } from "../pulls/table.ts";
import { simplePullView } from "../pulls/view.ts";
import { assignableUsers } from "../repositories/collaborators/table.ts";
import { fullNameOf } from "../repository.ts";
import { userView } from "../user-view.ts";

const path = "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers";
const body = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

const list = operation({
  id: "pulls/list-requested-reviewers",
  method: "GET",
  path,
  needs: "read",
  handle: ({ store, repository, params, urls }) => {
    const pull = pullAt(store, repository, params.pull_number);
    return ok({ users: requestedReviewers(store, pull.id).map((user) => userView(user, urls)), teams: [] });
  },
});

export const request = operation({
  id: "pulls/request-reviewers",
  method: "POST",
  path,
  needs: "triage",
  body,
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body, now } = context;
      const pull = pullAt(store, repository, params.pull_number);
      for (const user of reviewersNamed(context, pull, [...body.reviewers, ...body.team_reviewers])) {
        addRequest(store, pull.id, user.id);
      }
      touchIssue(store, pull.id, now);
      return created(simplePullView(context, pullAt(store, repository, params.pull_number)));
    }),
});

/** The users of those logins, all of whom may review: members of the repository other than the author. */
const reviewersNamed = (
  { store, repository }: RepositoryContext,
  pull: Pull,
  logins: readonly string[],
): User[] => {
  const members = assignableUsers(store, repository.id);
  return logins.map((login) => {
    const user = members.find((member) => member.login.toLowerCase() === login.toLowerCase());
    if (!user) {
      throw unprocessable(
        `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullNameOf(repository)} repository.`,
      );
    }
    if (user.id === pull.user_id) throw unprocessable("Review cannot be requested from pull request author.");
    return user;
  });
};

export const remove = operation({
  id: "pulls/remove-requested-reviewers",
  method: "DELETE",
  path,
  needs: "triage",
  body,
  handle: (context) =>
    context.store.transaction(() => {
      const { store, repository, params, body, now } = context;
      const pull = pullAt(store, repository, params.pull_number);
      for (const login of body.reviewers) {
        const user = findUser(store, login);
        if (user) dropRequest(store, pull.id, user.id);
      }
      touchIssue(store, pull.id, now);
      return ok(simplePullView(context, pullAt(store, repository, params.pull_number)));
    }),
});

export const requestedOperations: readonly Operation[] = [list, request, remove];
