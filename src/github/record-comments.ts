import { z } from "zod";
import { at, type GitHub } from "./client.ts";
import { askRepository } from "./repository-query.ts";

/** A comment as far as it may hold a record. */
export interface RecordComment {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly login: string; readonly isBot: boolean; readonly association: string };
}

/** All comments on an issue, the oldest first. */
export const commentsOn = async (github: GitHub, issue_number: number): Promise<RecordComment[]> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listComments, {
    ...at(github),
    issue_number,
    per_page: 100,
  });
  return all.map(({ id, body, user, author_association }) => ({
    id,
    body: body ?? "",
    author: {
      login: user?.login ?? "ghost",
      isBot: user?.type === "Bot",
      association: author_association ?? "NONE",
    },
  }));
};

const node = z.object({
  databaseId: z.int(),
  body: z.string(),
  authorAssociation: z.string(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
});
const issue = z.object({
  comments: z.object({ nodes: z.array(node), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
});
const answer = z.record(z.string(), issue.nullable());

/** Issues asked about in one request. */
const batch = 50;

const fields = `comments(first: 100) {
  nodes { databaseId body authorAssociation author { __typename login } } pageInfo { hasNextPage }
}`;

/** The comments on each of many issues, fifty to a request; more requests only where there are more than a hundred. */
export const commentsOnAll = async (
  github: GitHub,
  numbers: readonly number[],
): Promise<Map<number, RecordComment[]>> => {
  const found = new Map<number, RecordComment[]>();
  for (let from = 0; from < numbers.length; from += batch) {
    const some = numbers.slice(from, from + batch);
    const asked = some.map((number) => [`i${number}`, `issue(number: ${number}) { ${fields} }`]);
    const all = answer.parse(await askRepository(github, Object.fromEntries(asked)));
    for (const number of some) {
      const said = all[`i${number}`]?.comments;
      const isWhole = said?.pageInfo.hasNextPage === false;
      found.set(number, isWhole ? said.nodes.map(asComment) : await commentsOn(github, number));
    }
  }
  return found;
};

const asComment = ({
  databaseId,
  body,
  author,
  authorAssociation,
}: z.output<typeof node>): RecordComment => ({
  id: databaseId,
  body,
  author: {
    login: author?.login ?? "ghost",
    isBot: author?.__typename === "Bot",
    association: authorAssociation,
  },
});
