import { z } from "zod";
import type { RepositoryContext } from "../context.ts";
import { refused } from "../errors.ts";
import type { Pull } from "../pulls/table.ts";
import { settingsOf } from "../repositories/actions-settings.ts";
import type { ReviewState } from "./table.ts";

export const reviewEvent = z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]);
export type ReviewEvent = z.output<typeof reviewEvent>;

/** The state that an event gives a review; without an event it stays pending. */
export const stateOf = (event: ReviewEvent | undefined): ReviewState => {
  switch (event) {
    case undefined:
      return "PENDING";
    case "APPROVE":
      return "APPROVED";
    case "REQUEST_CHANGES":
      return "CHANGES_REQUESTED";
    case "COMMENT":
      return "COMMENTED";
    default:
      return event satisfies never;
  }
};

/** Refuses verdicts that nobody may give on their own pull request, or a job only by a setting of its repository. */
export const throwOnOwnVerdict = (
  { user, grant, store, repository }: Pick<RepositoryContext, "user" | "grant" | "store" | "repository">,
  pull: Pull,
  event: ReviewEvent | undefined,
): void => {
  if (grant && event === "APPROVE" && !settingsOf(store, repository.id).canApprove) {
    throw refused("GitHub Actions is not permitted to approve pull requests.");
  }
  if (pull.user_id !== user().id) return;
  if (event === "APPROVE") throw refused("Can not approve your own pull request");
  if (event === "REQUEST_CHANGES") throw refused("Can not request changes on your own pull request");
};

/** Refuses a verdict without a word, where words are its point. */
export const throwOnSilence = (
  event: ReviewEvent | undefined,
  { body, comments }: { body: string; comments: number },
): void => {
  if (body.trim() !== "") return;
  if (event === "REQUEST_CHANGES")
    throw refused("You need to leave a comment indicating the requested changes.");
  if (event === "COMMENT" && comments === 0) throw refused("You need to leave a comment.");
};
