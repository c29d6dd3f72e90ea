import { hostname } from "node:os";
import { keyOf } from "../core/key.ts";
import type { GitHub } from "../github/client.ts";
import { claimLiveness } from "../github/runs.ts";
import type { ClaimLiveness } from "../steps/ports.ts";
import type { ForgeConnection } from "./forge.ts";
import type { Home } from "./home.ts";

interface RunIdentityPlace {
  readonly home: Pick<Home, "dir">;
  readonly forge: Pick<ForgeConnection, "folder">;
  readonly github: GitHub;
  /** The todos whose lanes are running. */
  readonly active: ReadonlySet<string>;
}

/**
 * The name by which this process claims, and how it sees the claims of others.
 *
 * It holds the home, so whoever claimed from there before is gone. The embedded forge is the home's own; on GitHub
 * workflow runs are asked for, and claims from other machines are theirs until they end them.
 */
export const runIdentity = ({
  home,
  forge,
  github,
  active,
}: RunIdentityPlace): { run: string; livenessOf: ClaimLiveness } => {
  const from = `local-${keyOf(`${hostname()}\0${home.dir}`).slice(0, 8)}`;
  const run = `${from}-${Date.now().toString(36)}-${process.pid}`;
  const ofWorkflow = claimLiveness(github, { runId: 0, runAttempt: 0 });
  return {
    run,
    livenessOf: async (holder, todo) => {
      if (holder === run) return active.has(todo) ? "live" : "interrupted";
      if (forge.folder !== null || holder.startsWith(`${from}-`)) return "interrupted";
      return await ofWorkflow(holder, todo);
    },
  };
};
