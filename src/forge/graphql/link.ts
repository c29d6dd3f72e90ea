import type { RepositoryContext, RequestContext } from "../context.ts";
import type { Pull } from "../pulls/table.ts";
import type { Repository } from "../repository.ts";

type Target =
  | { readonly to: "repository"; readonly context: RequestContext; readonly repository: Repository }
  | { readonly to: "pull"; readonly here: RepositoryContext; readonly pull: Pull; readonly current: boolean }
  | { readonly to: "commit"; readonly here: RepositoryContext; readonly sha: string };

/** What stands for a node until it is asked for: GitHub's nodes lead to each other in circles, our files do not. */
export class Link {
  readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }
}

export const repositoryLink = (context: RequestContext, repository: Repository): Link =>
  new Link({ to: "repository", context, repository });

/** A pull request as it was when it was last brought up to date with its branches. */
export const pullLink = (here: RepositoryContext, pull: Pull): Link =>
  new Link({ to: "pull", here, pull, current: false });

/** A pull request that is brought up to date before it is shown. */
export const currentPullLink = (here: RepositoryContext, pull: Pull): Link =>
  new Link({ to: "pull", here, pull, current: true });

export const commitLink = (here: RepositoryContext, sha: string): Link =>
  new Link({ to: "commit", here, sha });
