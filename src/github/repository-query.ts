import { z } from "zod";
import type { GitHub } from "./client.ts";

/** Asks for fields of the repository by GraphQL, all in one request. */
export const askRepository = (github: GitHub, fields: readonly string[]): Promise<unknown> =>
  github.octokit.graphql(
    `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join("\n")} } }`,
    { owner: github.owner, name: github.repo },
  );

const refused = z.object({ errors: z.array(z.object({ type: z.string() })) });

/** Whether the forge would answer a smaller query. */
export const isTooMuch = (error: unknown): boolean =>
  refused.safeParse(error).data?.errors.some(({ type }) => type === "RESOURCE_LIMITS_EXCEEDED") ?? false;
