import { randomBytes } from "node:crypto";
import type { OpenPages } from "../forge/pages.ts";
import { openFollowers } from "./events.ts";
import type { PlanSource } from "./plan/source.ts";
import { openSessions } from "./sessions.ts";

/** The pages of a forge, under a name that nobody else knows: cookies go by names, and not by ports. */
export const openPages: OpenPages = (forge) => openPagesWith(() => null)(forge);

/** The same with the pages of plans, as soon as it is known where those are from. */
export const openPagesWith =
  (plans: () => PlanSource | null): OpenPages =>
  (forge) => {
    const host = `${randomBytes(10).toString("hex")}.localhost:${new URL(forge.url).port}`;
    const sessions = openSessions();
    const followers = openFollowers();
    const entrance = (login: string, path = "/"): string =>
      `http://${host}/-/enter/${sessions.invite(login)}?to=${encodeURIComponent(path)}`;
    const site = once(async () =>
      (await import("./site.tsx")).createSite({ forge, sessions, followers, host, entrance, plans: plans() }),
    );
    return {
      ...{ host, entrance, answer: async (request) => (await site())(request) },
      farewell: async () => {
        plans()?.forget();
        await followers.farewell();
      },
    };
  };

/** What pages are made of is loaded when somebody looks: a run starts without it. */
const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
