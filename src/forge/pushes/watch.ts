import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import type { GitConfig } from "../../git/environment.ts";
import { hasRules } from "../rules/table.ts";
import { askProgram, hookVariables, preReceive } from "./hook.ts";
import { isEmpty, type Push, refusalOf } from "./judge.ts";

/** What git is started with for a push that is looked at. */
interface WatchedPush extends Disposable {
  readonly config: GitConfig;
  readonly variables: Readonly<Record<string, string>>;
}

export interface Pushes {
  /** Has a push looked at before it is taken, as far as there is something to look for. */
  readonly watch: (push: Push, bytes: number | null) => Promise<WatchedPush>;
  /** Adds what git's hook calls. */
  readonly serve: (router: Hono) => void;
}

/** Deflate makes at most 1,032 bytes of one, so less than this holds no file of 100 MB; deltas aside. */
const leastForLarge = 90_000;

/** Looks at pushes by a hook in `folder`, which asks at the forge's own address. */
export const watchPushes = (folder: string, address: () => string): Pushes => {
  const underWay = new Map<string, Push>();
  const hooks = (async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "pre-receive"), preReceive, { mode: 0o755 });
  })();
  // Whoever pushes hears of it: a forge that nobody pushes to does not end for want of them.
  hooks.catch(() => undefined);
  return {
    watch: async (push, bytes) => {
      await hooks;
      const { store, repository, caller } = push;
      const isLarge = bytes === null || bytes > leastForLarge;
      const isJudged = isLarge || hasRules(store, repository.id) || (await isEmpty(push));
      const isGuarded = caller.grant !== null;
      const key = randomBytes(24).toString("base64url");
      if (isJudged) underWay.set(key, push);
      const judge = {
        [hookVariables.judge]: `${address()}/_pushes/${key}`,
        [hookVariables.node]: process.execPath,
        [hookVariables.ask]: askProgram,
      };
      return {
        config: isJudged || isGuarded ? { "core.hooksPath": folder } : {},
        variables: { ...(isGuarded ? { [hookVariables.guard]: "1" } : {}), ...(isJudged ? judge : {}) },
        [Symbol.dispose]: () => void underWay.delete(key),
      };
    },
    serve: (router) => {
      router.post("/_pushes/:key", async ({ req }) => {
        const push = underWay.get(req.param("key"));
        if (!push) return new Response("There is no such push.\n", { status: 404 });
        const refusal = await refusalOf(push, await req.json());
        return new Response(refusal, { status: refusal === null ? 204 : 200 });
      });
    },
  };
};
