import { integrationPrefix } from "../core/plan/branch.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Landable } from "../core/report/landable.ts";
import { reviewBody, saidIn } from "../core/report/published-text.ts";
import { noteIn } from "../core/snapshot/marker.ts";
import { decisionOn } from "../core/todo/state.ts";
import { isAncestor } from "../git/facts/facts.ts";
import { gitAt } from "../git/git.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { getBranch } from "../github/branches.ts";
import { at, type GitHub } from "../github/client.ts";
import type { Publication } from "../steps/publication.ts";

interface Source {
  readonly plan: Plan;
  readonly repository: Pick<UserRepository, "gitDir">;
  /** The local forge. */
  readonly from: GitHub;
}

/** What the local forge says of approved work, for another one. */
export const publicationsOf = async (
  ready: readonly Landable[],
  source: Source,
): Promise<readonly Publication[]> => {
  const publications: Publication[] = [];
  for (const [place, work] of ready.entries()) {
    const base = await baseOf(work, ready.slice(0, place), source);
    const said = await saidOf(work, source.from);
    publications.push({ work, base, said, review: await approvalOf(work, source.from) });
  }
  return publications;
};

/** The branches in which several that others rest on are merged. */
export const integrationsOf = async (
  ready: readonly Landable[],
  from: GitHub,
): Promise<{ branch: string; sha: string }[]> => {
  const names = ready.flatMap(({ one }) =>
    one.record.base?.startsWith(integrationPrefix) ? [one.record.base] : [],
  );
  const heads = await Promise.all(
    [...new Set(names)].map(async (branch) => ({ branch, head: await getBranch(from, branch) })),
  );
  return heads.flatMap(({ branch, head }) => (head ? [{ branch, sha: head.sha }] : []));
};

/** What it rests on: an integration branch, the last of those before it whose work it has, or the plan's base. */
const baseOf = async (
  { one, head }: Landable,
  before: readonly Landable[],
  { plan, repository }: Source,
): Promise<string> => {
  const { base } = one.record;
  if (base?.startsWith(integrationPrefix)) return base;
  const git = gitAt(repository.gitDir);
  for (const other of before.toReversed())
    if (other.head !== head && (await isAncestor(git, other.head, head))) return other.branch;
  return plan.base;
};

/** The review that approved its head, with what it says on lines; one that only carries an approval, with that. */
const approvalOf = async (
  { pull: pull_number, head, one }: Landable,
  from: GitHub,
): Promise<Publication["review"]> => {
  if (decisionOn(one.record.state)?.person !== false) return null;
  const { pulls } = from.octokit.rest;
  const all = await from.octokit.paginate(pulls.listReviews, { ...at(from), pull_number, per_page: 100 });
  const approvals = all.flatMap(({ id, state, commit_id, body }) => {
    const note = noteIn(body);
    return state === "APPROVED" && note ? [{ id, commit_id, ...note }] : [];
  });
  const last = approvals.findLast(({ commit_id }) => commit_id === head);
  if (!last) return null;
  const given = approvals.findLast(({ name }) => name.startsWith("review "));
  const { data: onLines } = await pulls.listCommentsForReview({
    ...{ ...at(from), pull_number, review_id: given?.id ?? last.id, per_page: 100 },
  });
  const texts = [last, ...(given && given !== last ? [given] : [])].map(({ text }) => text);
  return { name: last.name, body: reviewBody(texts, onLines) };
};

const saidOf = async ({ pull: pull_number }: Landable, from: GitHub): Promise<string> => {
  const { data } = await from.octokit.rest.pulls.get({ ...at(from), pull_number });
  return saidIn(data.body ?? "");
};
