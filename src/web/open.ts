import { randomBytes } from "node:crypto";
import { once } from "../core/once.ts";
import type { OpenPages } from "../forge/pages.ts";
import { openFollowers } from "./events.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { PlanSource } from "./plan/source.ts";
import { openSessions } from "./sessions.ts";

/** The pages of a forge, under a name that nobody else knows: cookies go by names, and not by ports. */
export const openPages: OpenPages = (forge) => openPagesWith({ plans: () => null })(forge);

interface PagesOptions {
  /** Where plans are from; asked when somebody looks. */
  readonly plans: () => PlanSource | null;
  /** What they were known by in the process that has handed them on. */
  readonly kept?: KeptPages | null | undefined;
  /** Is told what they are known by when another process is to go on with them; without it none may. */
  readonly onHandOver?: (kept: KeptPages) => void;
}

/** The same with the pages of plans, as soon as it is known where those are from. */
export const openPagesWith =
  ({ plans, kept = null, onHandOver }: PagesOptions): OpenPages =>
  (forge) => {
    const name = kept?.name ?? `${randomBytes(10).toString("hex")}.localhost`;
    const port = Number(new URL(forge.url).port);
    const host = `${name}:${port}`;
    const sessions = openSessions(Date.now, kept?.sessions);
    const followers = openFollowers();
    /** Whoever looks goes on looking. */
    let goesOn = kept !== null;
    const handOver = onHandOver && {
      handOver: (): KeptPages => {
        const known = { name, port, sessions: sessions.kept() };
        goesOn = true;
        onHandOver(known);
        return known;
      },
    };
    const entrance = (login: string, path = "/"): string =>
      `http://${host}/-/enter/${sessions.invite(login)}?to=${encodeURIComponent(path)}`;
    // Loaded when somebody looks: a run starts without what pages are made of.
    const site = once(async () =>
      (await import("./site.tsx")).createSite({
        ...{ forge, sessions, followers, host, entrance, plans: plans(), ...handOver },
      }),
    );
    return {
      ...{ host, entrance, answer: async (request) => (await site())(request) },
      farewell: async () => {
        plans()?.forget();
        if (!goesOn) await followers.farewell();
      },
    };
  };
