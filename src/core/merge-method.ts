/** The ways to merge a pull request, in the order in which they are preferred. */
export const mergeMethods = ["merge", "squash", "rebase"] as const;
export type PlanMergeMethod = (typeof mergeMethods)[number];

/** How pull requests are merged: as the plan says, else the first way that the repository allows; unknown is all. */
export const mergeMethodOf = (
  { mergeMethod }: { readonly mergeMethod?: PlanMergeMethod | undefined },
  allowed: readonly PlanMergeMethod[] | null,
): PlanMergeMethod => mergeMethod ?? mergeMethods.find((method) => allowed?.includes(method)) ?? "merge";
