import type { DataOf, ForgeApi } from "../../forge-api.ts";

/** Which pull request an address names. */
export interface PullPlace {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export type PullRequest = DataOf<"GET /repos/{owner}/{repo}/pulls/{pull_number}">;
type OtherPull = DataOf<"GET /repos/{owner}/{repo}/pulls">[number];

export const pullPlace = ({
  owner,
  repo,
  number,
}: {
  owner: string;
  repo: string;
  number: string;
}): PullPlace => ({
  owner,
  repo,
  number: Number(number),
});

export const pullAt = (
  api: ForgeApi,
  { owner, repo, number: pull_number }: PullPlace,
): Promise<PullRequest> =>
  api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}", { owner, repo, pull_number });

/** The open pull requests that one rests on, the lowest first, and those that rest on it. */
export interface Stack {
  readonly below: readonly OtherPull[];
  readonly above: readonly OtherPull[];
}

/** Longest way down that is followed. */
const deepest = 20;

/** What a pull request stands on: the one whose branch it is made for, and so on. */
export const stackOf = async (
  api: ForgeApi,
  { owner, repo }: PullPlace,
  pull: PullRequest,
): Promise<Stack> => {
  const list = (branch: { head: string } | { base: string }) =>
    api.ask("GET /repos/{owner}/{repo}/pulls", { owner, repo, state: "open", per_page: 50, ...branch });
  const below: OtherPull[] = [];
  for (let base = pull.base.ref; below.length < deepest; ) {
    const [next] = await list({ head: `${owner}:${base}` });
    if (!next || next.number === pull.number || below.some(({ number }) => number === next.number)) break;
    below.unshift(next);
    base = next.base.ref;
  }
  return { below, above: await list({ base: pull.head.ref }) };
};
