import type { Plan } from "../../core/plan/plan.ts";
import type { OpenPages } from "../../forge/pages.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { connect } from "../../github/client.ts";
import type { ForgeConnection } from "../../local/forge.ts";
import type { KeptPages } from "../../web/kept-pages.ts";
import { openPagesWith } from "../../web/open.ts";
import type { PlanSource } from "../../web/plan/source.ts";
import { planSource } from "./plan-source.ts";

interface RunPages {
  /** Opens them with the forge. */
  readonly open: OpenPages;
  /** Shows the run's plan, and answers the address of its board; `null` where there are no pages of ours. */
  readonly show: (forge: ForgeConnection) => string | null;
}

/** The pages of the forge that a run has open, with the board of its plan. */
export const runPages = (shown: {
  readonly plan: Plan;
  readonly file: string;
  readonly repository: UserRepository;
  readonly repo: string;
  /** What the pages of the board are known by that the run has taken over. */
  readonly kept: KeptPages | null;
}): RunPages => {
  const { plan, file, repository, repo, kept } = shown;
  let source: PlanSource | null = null;
  return {
    open: openPagesWith({ plans: () => source, kept }),
    show: (forge) => {
      const { person, entrance } = forge;
      if (person === null || entrance === null) return null;
      const github = connect({ ...forge, token: forge.tokens.bot });
      const look = {
        ...{ github, person: connect({ ...forge, token: person }), isLive: true },
        livenessOf: async () => "live" as const,
      };
      const web = `/${forge.owner}/${forge.repo}`;
      source = planSource({ plans: [{ plan, file }], repository, repo, kind: "local", look, web });
      return entrance(`/-/plans/${encodeURIComponent(plan.id)}`);
    },
  };
};
