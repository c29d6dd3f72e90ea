import { type ForgeOptions, type LocalForge, startForge } from "../../forge/server.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import type { KeptPages } from "../../web/kept-pages.ts";
import { openPagesWith } from "../../web/open.ts";
import type { PlanSource } from "../../web/plan/source.ts";
import type { FoundPlan } from "../find-plan.ts";

/** What a board shows. */
export interface ShownPlans {
  readonly plans: readonly FoundPlan[];
  readonly repository: UserRepository;
  readonly repo: string;
}

export interface ServedPages extends AsyncDisposable {
  /** A new address that lets one browser in, to that path. */
  readonly entrance: (path: string) => string;
}

interface Serving extends Pick<ForgeOptions, "dataDir" | "port"> {
  /** Closes what was opened for the pages, with them and where they cannot be served. */
  readonly close: () => Promise<void>;
  readonly sourceOf: (forge: LocalForge) => Promise<PlanSource>;
  readonly kept?: KeptPages | null;
  readonly onHandOver?: (kept: KeptPages) => void;
}

/** Serves pages over a forge's data. */
export const serve = async (serving: Serving): Promise<ServedPages> => {
  const { close, sourceOf, dataDir, port, ...known } = serving;
  let source: PlanSource | null = null;
  let forge: LocalForge | null = null;
  try {
    const pages = openPagesWith({ ...known, plans: () => source });
    forge = await startForge({ dataDir, pages, ...(port === undefined ? {} : { port }) });
    source = await sourceOf(forge);
    const opened = forge;
    return {
      entrance: (path) => opened.pages?.entrance("owner", path) ?? opened.url,
      [Symbol.asyncDispose]: async () => {
        await opened.close();
        await close();
      },
    };
  } catch (error) {
    await forge?.close();
    await close();
    throw error;
  }
};
