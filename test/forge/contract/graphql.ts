import { z } from "zod";
import type { As } from "../world.ts";
import type { Scenarios } from "./scenario.ts";

const threads = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  viewer { login }
  here: repository(owner: $owner, name: $repo) {
    nameWithOwner
    pullRequest(number: $number) {
      number
      reviewThreads(first: 1, after: $after) {
        nodes { id isResolved isOutdated path line comments(first: 10) { nodes { databaseId body author { login } } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const mutation = (name: string): string =>
  `mutation ($id: ID!) { done: ${name}(input: { threadId: $id }) { thread { isResolved resolvedBy { login } } } }`;

/** The page of threads in an answer to the query. */
const pageOf = z
  .object({
    data: z.object({
      viewer: z.object({ login: z.literal("milepost-bot") }),
      here: z.object({
        pullRequest: z.object({
          reviewThreads: z.object({
            nodes: z.array(z.looseObject({ id: z.string(), comments: z.unknown() })),
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
          }),
        }),
      }),
    }),
  })
  .transform(({ data }) => data.here.pullRequest.reviewThreads);

export const graphqlScenarios: Scenarios = {
  "review threads are read page by page and resolved": async ({ workshop, call }) => {
    const commit_id = await workshop.push("feature", { "README.md": "1\n2\n3\n" }, "main");
    const { number } = await call("pulls/create", 201, {
      body: { title: "Count", head: "feature", base: "main" },
    });
    const at = { pull_number: number };
    const comment = { path: "README.md", body: "Why?", commit_id };
    const root = await call("pulls/create-review-comment", 201, { at, body: { ...comment, line: 1 } });
    await call("pulls/create-review-comment", 201, { at, body: { ...comment, line: 3 } });
    await call("pulls/create-review-comment", 201, { at, body: { body: "So", in_reply_to: root.id } });
    const variables = { owner: workshop.owner, repo: workshop.repo, number };
    const read = async (after?: string | null) =>
      pageOf.parse(
        await call("graphql", 200, { body: { query: threads, variables: { ...variables, after } } }),
      );
    const first = await read();
    expect(first).toMatchObject({
      nodes: [{ isResolved: false, isOutdated: false, path: "README.md", line: 1 }],
      pageInfo: { hasNextPage: true },
    });
    expect(first.nodes[0]?.comments).toMatchObject({ nodes: [{ body: "Why?" }, { body: "So" }] });
    expect(await read(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ line: 3 }],
      pageInfo: { hasNextPage: false },
    });
    const change = (name: string) =>
      call("graphql", 200, { body: { query: mutation(name), variables: { id: first.nodes[0]?.id } } });
    expect(await change("resolveReviewThread")).toMatchObject({
      data: { done: { thread: { isResolved: true, resolvedBy: { login: "milepost-bot" } } } },
    });
    expect(await change("unresolveReviewThread")).toMatchObject({
      data: { done: { thread: { isResolved: false, resolvedBy: null } } },
    });
  },

  "what REST changes, mutations change by its rules": async ({ workshop, call }) => {
    await workshop.push("feature", { "a.txt": "a\n" }, "main");
    const pull = await call("pulls/create", 201, {
      body: { title: "Wanted", head: "feature", base: "main" },
    });
    const id = pull.node_id;
    const change = async (as: As, text: string) =>
      call("graphql", 200, { as, body: { query: `mutation ($id: ID!) { ${text} }`, variables: { id } } });
    const approve =
      "addPullRequestReview(input: { pullRequestId: $id, event: APPROVE }) { clientMutationId }";
    expect(await change("bot", approve)).toMatchObject({
      errors: [{ type: "UNPROCESSABLE", message: "Can not approve your own pull request" }],
    });
    const comment = (body: string) =>
      `addComment(input: { subjectId: $id, body: "${body}" }) { commentEdge { node { body } } }`;
    expect(await change("reviewer", comment("x".repeat(65_537)))).toMatchObject({
      errors: [{ type: "UNPROCESSABLE", message: "Body is too long (maximum is 65536 characters)" }],
    });
    expect(await change("reviewer", approve)).toMatchObject({
      data: { addPullRequestReview: { clientMutationId: null } },
    });
    const search = {
      q: `repo:${workshop.owner}/${workshop.repo} is:pr review:approved -label:x (wanted OR y)`,
    };
    expect(await call("search/issues-and-pull-requests", 200, { query: search })).toMatchObject({
      total_count: 1,
      items: [{ title: "Wanted" }],
    });
  },

  "what is not there is an error in the answer": async ({ call }) => {
    const query = 'query { repository(owner: "acme", name: "nowhere") { id } }';
    const message = "Could not resolve to a Repository with the name 'acme/nowhere'.";
    expect(await call("graphql", 200, { body: { query } })).toMatchObject({
      data: { repository: null },
      errors: [{ type: "NOT_FOUND", message }],
    });
    await call("graphql", 401, { as: "anonymous", body: { query } });
    await call("graphql", 422, { body: {} });
  },
};
