import type { Context, Env } from "hono";
import type { Child } from "hono/jsx";
import type { PagesForge } from "../forge/pages.ts";
import type { ForgeApi } from "./forge-api.ts";

/** A Content-Security-Policy of its own, and whether our own pages may show it in a frame. */
interface ContentPolicy {
  readonly text: string;
  readonly isFramed: boolean;
}

/** What every page is given, as Hono hands it on: `context.var`. */
export interface PageEnv extends Env {
  readonly Variables: {
    readonly api: ForgeApi;
    /** Login of who looks. */
    readonly viewer: string;
    /** Whether there are pages of plans, too. */
    readonly hasPlans: boolean;
    /** The address that the API's addresses begin with; in pages they lead to the same paths here. */
    readonly forgeUrl: string;
    /** What the answer may do, where that is another than what pages may: a file of a repository's, as it is, for one. */
    readonly policy?: ContentPolicy;
    /** Frames load it that have no origin, so that it is of another one to them. */
    readonly isForFrames?: true;
    readonly logOf: PagesForge["logOf"];
  };
}

/** A request for a page. */
export type PageContext<Path extends string = string> = Context<PageEnv, Path>;

/** Where a page stands. */
export interface PagePlace {
  readonly title: string;
  /** The repository that it is of. */
  readonly repository?: { readonly owner: string; readonly repo: string };
  /** Which tab of the repository it is under. */
  readonly tab?: Tab;
  /** Takes the window's whole width. */
  readonly wide?: boolean;
  /** A page of a plan, which has a look of its own. */
  readonly plan?: boolean;
}

export type Tab = "code" | "issues" | "pulls" | "runs" | "milestones";

declare module "hono" {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: Hono's interface is extended by a call signature.
    (content: Child, place: PagePlace): Response | Promise<Response>;
  }
}
