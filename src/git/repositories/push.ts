import { LeaseError, PushRefused } from "../../core/push-refused.ts";
import { type Git, redact } from "../git.ts";

/** What git has for the commit of a ref that is not there. */
export const noCommit = "0".repeat(40);

/** One ref's move, with what it needs as a pack, and what became of it: where it is declined, git's own way is left. */
export type TakePush = (push: {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  readonly pack: Uint8Array;
}) => Promise<
  { readonly kind: "taken" | "moved" | "declined" } | { readonly kind: "refused"; readonly why: string }
>;

/**
 * Moves a ref without git's protocol; answers whether it was taken: what is declined is to be pushed by git.
 *
 * @throws {LeaseError} when the ref is at another commit. @throws {PushRefused} when the forge refuses.
 */
export const pushDirectly = async (take: TakePush, push: Parameters<TakePush>[0]): Promise<boolean> => {
  const { ref, from, to } = push;
  const taken = await take(push);
  switch (taken.kind) {
    case "taken":
      return true;
    case "declined":
      return false;
    case "moved":
      throw leaseLost(ref, {
        expect: from === noCommit ? null : from,
        why: "incorrect old value provided",
      });
    case "refused": {
      const lines = redact(taken.why).trim().split("\n").slice(0, 5);
      const said = ["[remote rejected]", ...lines].join("; ");
      throw new PushRefused(`the forge refused to move ${ref} to ${to}: ${said}`, hintFor(said));
    }
    default:
      return taken satisfies never;
  }
};

const leaseLost = (ref: string, { expect, why }: { expect: string | null; why: string }) =>
  new LeaseError(`could not push ${ref}: it is no longer at ${expect ?? "nothing"} (${why})`, {
    hint: "read the branch again and work from where it is now",
  });

/**
 * Moves a ref by git's own push if it is still where it is expected to be; `null` is "not there".
 *
 * @throws {LeaseError} when it is not. @throws {PushRefused} when the forge refuses.
 */
export const push = async (
  git: Git,
  sha: string,
  { ref, expect }: { ref: string; expect: string | null },
) => {
  const lease = `--force-with-lease=${ref}:${expect ?? ""}`;
  const { stdout, stderr, exitCode } = await git(["push", "--porcelain", lease, "forge", `${sha}:${ref}`], {
    ok: [1],
  });
  if (exitCode === 0) return;
  const why = /^!\t\S+\t(.*)$/m.exec(stdout)?.[1] ?? stderr.trim();
  if (lost.test(why)) throw leaseLost(ref, { expect, why });
  const said = [why, ...remoteLines(stderr)].join("; ");
  throw new PushRefused(`the forge refused to move ${ref} to ${sha}: ${said}`, {
    ...hintFor(said),
    cause: new Error(stderr),
  });
};

/** What the server's own programs said, as much as anybody reads. */
const remoteLines = (stderr: string): string[] =>
  redact(stderr)
    .split("\n")
    .flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? [])
    .slice(0, 5);

/** GitHub keeps workflows from tokens that were not given them by name. */
const hintFor = (said: string): { hint?: string } =>
  /without `workflows?` (permission|scope)/.test(said)
    ? {
        hint: "a job's own token never may change workflows: push as an App with the permission `workflows: write`, or take them out of the body's `owns`",
      }
    : {};

/** What git says when a ref moved: seen here before the push, or by the server while it took the push. */
const lost =
  /^\[rejected\]|failed to update ref|incorrect old value|reference already exists|cannot lock ref/;
