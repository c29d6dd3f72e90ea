import type { GitHub } from "./client.ts";

/** Asks for fields of the repository by GraphQL, all in one request. */
export const askRepository = (github: GitHub, fields: readonly string[]): Promise<unknown> =>
  github.octokit.graphql(
    `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join("\n")} } }`,
    { owner: github.owner, name: github.repo },
  );
