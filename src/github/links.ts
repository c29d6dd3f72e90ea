import type { IssueLinks } from "../core/decide/change.ts";
import type { GitHub } from "./client.ts";
import { type Mutation, mutateAll } from "./mutations.ts";
import { askRepository } from "./repository-query.ts";

/**
 * Shows issues as parts of another and as blocked by others, as far as the forge lets us: one that is a part of
 * something else stays that, and forges that know no such links go without.
 */
export const linkIssues = async (
  github: GitHub,
  links: readonly IssueLinks[],
  known: (number: number) => string | null,
): Promise<void> => {
  const numbers = links.flatMap(({ number, parent, blockedBy, freed }) => [
    number,
    ...(parent === null ? [] : [parent]),
    ...blockedBy,
    ...freed,
  ]);
  const ids = new Map(
    await Promise.all(
      [...new Set(numbers)].map(async (one) => [one, known(one) ?? (await idOf(github, one))] as const),
    ),
  );
  const ended = await mutateAll(
    github,
    links.flatMap((link) => mutationsOf(link, (number) => ids.get(number) ?? "")),
  );
  // What a forge does not know, does not let us do, or has already is no failure.
  const failed = ended.find(({ refused }) => refused && ![403, 404, 410, 422].includes(refused.status));
  if (failed) throw failed.refused;
};

const idOf = async (github: GitHub, number: number): Promise<string> => {
  const { issue } = await askRepository(github, { issue: `issue(number: ${number}) { id }` });
  return (issue as { id: string }).id;
};

const mutationsOf = (
  { number, parent, blockedBy, freed }: IssueLinks,
  idOf: (number: number) => string,
): Mutation[] => {
  const issueId = idOf(number);
  return [
    ...freed.map((one) => ({ name: "removeBlockedBy", input: { issueId, blockingIssueId: idOf(one) } })),
    ...blockedBy.map((one) => ({ name: "addBlockedBy", input: { issueId, blockingIssueId: idOf(one) } })),
    ...(parent === null
      ? []
      : [{ name: "addSubIssue", input: { issueId: idOf(parent), subIssueId: issueId } }]),
  ];
};
