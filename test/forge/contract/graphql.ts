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

export const graphqlScenarios: Scenarios = {
  "review threads are read page by page and resolved": async ({ workshop, call }) => {
    const commit_id = await workshop.push("feature", { "README.md": "1\n2\n3\n" }, "main");
    const { number } = await call("pulls/create", 201, {
      body: { title: "Count", head: "feature", base: "main" },
    });
    const at = { pull_number: number };
    const comment = { path: "README.md", body: "Why?", commit_id };
    const first = await call("pulls/create-review-comment", 201, { at, body: { ...comment, line: 1 } });
    await call("pulls/create-review-comment", 201, { at, body: { ...comment, line: 3 } });
    await call("pulls/create-review-comment", 201, { at, body: { body: "So", in_reply_to: first.id } });
    const variables = { owner: workshop.owner, repo: workshop.repo, number };
    const { data } = await call("graphql", 200, { body: { query: threads, variables } });
    expect(data.viewer).toEqual({ login: "milepost-bot" });
    const page = data.here.pullRequest.reviewThreads;
    expect(page.nodes[0]).toMatchObject({ isResolved: false, isOutdated: false, path: "README.md", line: 1 });
    expect(page.nodes[0].comments.nodes.map(({ body }: { body: string }) => body)).toEqual(["Why?", "So"]);
    const after = page.pageInfo.endCursor;
    const rest = await call("graphql", 200, { body: { query: threads, variables: { ...variables, after } } });
    expect(rest.data.here.pullRequest.reviewThreads).toMatchObject({
      nodes: [{ line: 3 }],
      pageInfo: { hasNextPage: false },
    });
    const mutation = (name: string) =>
      `mutation ($id: ID!) { done: ${name}(input: { threadId: $id }) { thread { isResolved resolvedBy { login } } } }`;
    const change = async (name: string) =>
      (await call("graphql", 200, { body: { query: mutation(name), variables: { id: page.nodes[0].id } } }))
        .data.done;
    expect(await change("resolveReviewThread")).toEqual({
      thread: { isResolved: true, resolvedBy: { login: "milepost-bot" } },
    });
    expect(await change("unresolveReviewThread")).toEqual({
      thread: { isResolved: false, resolvedBy: null },
    });
  },

  "what is not there is an error in the answer": async ({ call }) => {
    const query = 'query { repository(owner: "acme", name: "nowhere") { id } }';
    const { errors } = await call("graphql", 200, { body: { query } });
    expect(errors[0]).toMatchObject({
      type: "NOT_FOUND",
      message: "Could not resolve to a Repository with the name 'acme/nowhere'.",
    });
    await call("graphql", 401, { as: "anonymous", body: { query } });
    await call("graphql", 422, { body: {} });
  },
};
