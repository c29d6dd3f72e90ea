import type { Scenarios, Stage } from "./scenario.ts";

/** A pull request by the bot that changes line 2 of README.md. */
const openPull = async ({ workshop, call }: Stage): Promise<{ number: number; sha: string }> => {
  const sha = await workshop.push("feature", { "README.md": "one\n2\nthree\n" }, "main");
  const { number } = await call("pulls/create", 201, {
    body: { title: "Count", head: "feature", base: "main" },
  });
  return { number, sha };
};

const onLine = { path: "README.md", line: 2, body: "Why?" };

export const reviewsScenarios: Scenarios = {
  "a review is submitted at once": async (stage) => {
    const { call } = stage;
    const { number, sha } = await openPull(stage);
    const at = { pull_number: number };
    const body = { event: "REQUEST_CHANGES", body: "No", commit_id: sha, comments: [onLine] };
    const review = await call("pulls/create-review", 200, { as: "reviewer", at, body });
    expect(review).toMatchObject({
      state: "CHANGES_REQUESTED",
      user: { login: "milepost-reviewer" },
      commit_id: sha,
    });
    expect(await call("pulls/list-reviews", 200, { at })).toHaveLength(1);
    const one = { ...at, review_id: review.id };
    await call("pulls/get-review", 200, { at: one });
    expect(await call("pulls/list-comments-for-review", 200, { at: one })).toHaveLength(1);
    expect(
      await call("pulls/update-review", 200, { as: "reviewer", at: one, body: { body: "No." } }),
    ).toMatchObject({
      body: "No.",
    });
    await call("pulls/dismiss-review", 422, { at: one, body: {} });
    expect(await call("pulls/dismiss-review", 200, { at: one, body: { message: "Done" } })).toMatchObject({
      state: "DISMISSED",
    });
    await call("pulls/get-review", 404, { at: { ...at, review_id: 999 } });
    await call("pulls/list-comments-for-review", 404, { at: { ...at, review_id: 999 } });
    await call("pulls/update-review", 404, { at: { ...at, review_id: 999 }, body: { body: "" } });
    await call("pulls/dismiss-review", 404, { at: { ...at, review_id: 999 }, body: { message: "x" } });
  },

  "a review is written, then submitted": async (stage) => {
    const { call } = stage;
    const at = { pull_number: (await openPull(stage)).number };
    const pending = await call("pulls/create-review", 200, {
      as: "reviewer",
      at,
      body: { comments: [onLine] },
    });
    expect(pending.state).toBe("PENDING");
    const second = await call("pulls/create-review", 422, { as: "reviewer", at, body: {} });
    expect(second.errors).toEqual(["User can only have one pending review per pull request"]);
    const one = { ...at, review_id: pending.id };
    expect(await call("pulls/list-reviews", 200, { at })).toHaveLength(0);
    expect(await call("pulls/list-review-comments", 200, { at })).toHaveLength(0);
    await call("pulls/get-review", 404, { at: one });
    await call("pulls/submit-review", 422, { as: "reviewer", at: one, body: { event: "MAYBE" } });
    await call("pulls/submit-review", 404, { at: { ...at, review_id: 999 }, body: { event: "COMMENT" } });
    await call("pulls/submit-review", 200, {
      as: "reviewer",
      at: one,
      body: { event: "APPROVE", body: "Good" },
    });
    await call("pulls/submit-review", 422, { as: "reviewer", at: one, body: { event: "APPROVE" } });
    await call("pulls/delete-pending-review", 422, { as: "reviewer", at: one });
    const other = await call("pulls/create-review", 200, { as: "reviewer", at });
    await call("pulls/delete-pending-review", 200, { as: "reviewer", at: { ...at, review_id: other.id } });
    await call("pulls/delete-pending-review", 404, { as: "reviewer", at: { ...at, review_id: other.id } });
  },

  "a review that makes no sense is refused": async (stage) => {
    const { call } = stage;
    const at = { pull_number: (await openPull(stage)).number };
    const own = await call("pulls/create-review", 422, { at, body: { event: "APPROVE" } });
    expect(own).toMatchObject({
      message: "Unprocessable Entity",
      errors: ["Can not approve your own pull request"],
    });
    const changes = await call("pulls/create-review", 422, {
      at,
      body: { event: "REQUEST_CHANGES", body: "x" },
    });
    expect(changes.errors).toEqual(["Can not request changes on your own pull request"]);
    await call("pulls/create-review", 422, { as: "reviewer", at, body: { event: "REQUEST_CHANGES" } });
    await call("pulls/create-review", 422, { as: "reviewer", at, body: { event: "COMMENT" } });
    const commit_id = "0".repeat(40);
    await call("pulls/create-review", 422, { as: "reviewer", at, body: { event: "APPROVE", commit_id } });
    const outside = { event: "COMMENT", comments: [onLine, { ...onLine, line: 200 }] };
    const refused = await call("pulls/create-review", 422, { as: "reviewer", at, body: outside });
    expect(refused.errors).toEqual(["pull_request_review_thread.line must be part of the diff"]);
    expect(await call("pulls/list-review-comments", 200, { at })).toHaveLength(0);
  },

  "lines are commented on and answered": async (stage) => {
    const { call } = stage;
    const { number, sha } = await openPull(stage);
    const at = { pull_number: number };
    const where = { ...onLine, commit_id: sha };
    const comment = await call("pulls/create-review-comment", 201, { at, body: where });
    expect(comment).toMatchObject({ line: 2, side: "RIGHT", position: 3 });
    const left = await call("pulls/create-review-comment", 201, {
      at,
      body: { ...where, side: "LEFT", start_line: 1 },
    });
    expect(left).toMatchObject({ line: 2, side: "LEFT", position: 2, start_line: 1 });
    await call("pulls/create-review-comment", 201, {
      at,
      body: { path: "README.md", position: 1, commit_id: sha, body: "x" },
    });
    await call("pulls/create-review-comment", 201, {
      at,
      body: { ...where, line: undefined, subject_type: "file" },
    });
    const refused = await call("pulls/create-review-comment", 422, { at, body: { ...where, line: 9 } });
    expect(refused.errors).toMatchObject([
      { message: "pull_request_review_thread.line must be part of the diff" },
    ]);
    await call("pulls/create-review-comment", 422, { at, body: { ...where, path: "other.txt" } });
    await call("pulls/create-review-comment", 422, { at, body: { ...where, body: "" } });
    await call("pulls/create-review-comment", 422, { at, body: { ...where, commit_id: "0".repeat(40) } });
    const one = { comment_id: comment.id };
    const reply = await call("pulls/create-reply-for-review-comment", 201, {
      at: { ...at, ...one },
      body: { body: "So" },
    });
    expect(reply.in_reply_to_id).toBe(comment.id);
    await call("pulls/create-reply-for-review-comment", 404, {
      at: { ...at, comment_id: 999 },
      body: { body: "So" },
    });
    await call("pulls/create-review-comment", 201, { at, body: { body: "Too", in_reply_to: comment.id } });
    expect(await call("pulls/list-review-comments", 200, { at, query: { direction: "desc" } })).toHaveLength(
      6,
    );
    expect(
      await call("pulls/list-review-comments-for-repo", 200, { query: { sort: "updated" } }),
    ).toHaveLength(6);
    await call("pulls/get-review-comment", 200, { at: one });
    await call("pulls/update-review-comment", 200, { at: one, body: { body: "Why not?" } });
    await call("pulls/update-review-comment", 422, { at: one, body: { body: 5 } });
    await call("pulls/delete-review-comment", 204, { at: one });
    await call("pulls/get-review-comment", 404, { at: one });
    await call("pulls/delete-review-comment", 404, { at: one });
    expect(await call("pulls/get-review-comment", 200, { at: { comment_id: reply.id } })).not.toHaveProperty(
      "in_reply_to_id",
    );
  },

  "a comment follows its line to a new head, until the line is changed": async (stage) => {
    const { call, workshop } = stage;
    const { number, sha } = await openPull(stage);
    const at = { pull_number: number };
    const { id } = await call("pulls/create-review-comment", 201, {
      at,
      body: { ...onLine, commit_id: sha },
    });
    const second = await workshop.push("feature", { "README.md": "zero\none\n2\nthree\n" });
    const moved = await call("pulls/get-review-comment", 200, { at: { comment_id: id } });
    expect(moved).toMatchObject({ line: 3, original_line: 2, commit_id: second, original_commit_id: sha });
    await workshop.push("feature", { "README.md": "zero\none\nTWO\nthree\n" });
    const outdated = await call("pulls/get-review-comment", 200, { at: { comment_id: id } });
    expect(outdated).not.toHaveProperty("line");
  },

  "reviews are requested and withdrawn": async (stage) => {
    const { call } = stage;
    const at = { pull_number: (await openPull(stage)).number };
    const body = { reviewers: ["milepost-reviewer"] };
    const pull = await call("pulls/request-reviewers", 201, { at, body });
    expect(pull.requested_reviewers).toHaveLength(1);
    expect((await call("pulls/list-requested-reviewers", 200, { at })).users).toHaveLength(1);
    const own = await call("pulls/request-reviewers", 422, { at, body: { reviewers: ["milepost-bot"] } });
    expect(own.message).toBe("Review cannot be requested from pull request author.");
    await call("pulls/request-reviewers", 422, { at, body: { reviewers: ["nobody"] } });
    expect(
      (await call("pulls/remove-requested-reviewers", 200, { at, body })).requested_reviewers,
    ).toHaveLength(0);
    await call("pulls/remove-requested-reviewers", 422, { at, body: { reviewers: "x" } });
    await call("pulls/list-requested-reviewers", 404, { at: { pull_number: 99 } });
  },
};
