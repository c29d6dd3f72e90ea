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
    created(
      changeRequests(context, (pull) => {
        const { reviewers, team_reviewers } = context.body;
        for (const user of reviewersNamed(context, pull, [...reviewers, ...team_reviewers])) {
          addRequest(context.store, pull.id, user.id);
        }
      }),
    ),
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
    ok(
      changeRequests(context, (pull) => {
        for (const login of context.body.reviewers) {
          const user = findUser(context.store, login);
          if (user) dropRequest(context.store, pull.id, user.id);
        }
      }),
    ),
});

/** Makes a change to who is asked for a review, and shows the pull request as it is then. */
const changeRequests = (
  context: RepositoryContext<{ readonly pull_number: string }>,
  change: (pull: Pull) => void,
) =>
  context.store.transaction(() => {
    const { store, repository, params, now } = context;
    const pull = pullAt(store, repository, params.pull_number);
    change(pull);
    touchIssue(store, pull.id, now);
    return simplePullView(context, pullAt(store, repository, params.pull_number));
  });

export const requestedOperations: readonly Operation[] = [list, request, remove];
