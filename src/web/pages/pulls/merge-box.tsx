import type { FC } from "hono/jsx";
import { type Check, CheckRows } from "./checks.tsx";
import type { PullPlace, PullRequest, Stack } from "./place.ts";
import type { ShownThread } from "./threads.tsx";

/** What is known of whether a pull request may be merged. */
interface MergeFacts {
  readonly pull: PullRequest;
  readonly checks: readonly Check[];
  readonly threads: readonly ShownThread[];
  /** The last word of each reviewer: login and state. */
  readonly verdicts: readonly { readonly login: string; readonly state: string }[];
  readonly stack: Stack;
}

/** What a pull request waits for, in words; nothing when it can be merged as it is. */
export const waitsFor = ({ pull, checks, threads, verdicts, stack }: MergeFacts): string[] => {
  const failed = checks.filter(({ kind }) => kind === "bad");
  const pending = checks.filter(({ kind }) => kind === "waiting");
  const against = verdicts.filter(({ state }) => state === "CHANGES_REQUESTED");
  const open = threads.filter(({ isResolved }) => !isResolved);
  const below = stack.below.at(-1);
  return [
    ...(pull.draft ? ["It is a draft: its author has not said that it is ready."] : []),
    ...(pull.mergeable === false
      ? [`It conflicts with ${pull.base.ref}: somebody has to merge or rebase it.`]
      : []),
    ...(below ? [`It rests on #${below.number} (${below.title}), which is not merged yet.`] : []),
    ...against.map(({ login }) => `${login} asked for changes.`),
    ...(open.length > 0
      ? [`${open.length} ${open.length === 1 ? "thread is" : "threads are"} not resolved.`]
      : []),
    ...(failed.length > 0 ? [`Failed: ${namesOf(failed)}.`] : []),
    ...(pending.length > 0 ? [`Not finished: ${namesOf(pending)}.`] : []),
  ];
};

const namesOf = (checks: readonly Check[]): string => checks.map(({ name }) => name).join(", ");

/** Whether it can be merged, what it waits for if not, and the buttons. */
export const MergeBox: FC<{ facts: MergeFacts; at: PullPlace }> = ({ facts, at }) => {
  const { pull, checks } = facts;
  const waits = waitsFor(facts);
  const isOpen = pull.state === "open";
  return (
    <section class="merge-box" data-live="merge" aria-label="Merging">
      <h2>{headingOf(pull, waits)}</h2>
      {isOpen && waits.length > 0 && (
        <ul>
          {waits.map((wait) => (
            <li>{wait}</li>
          ))}
        </ul>
      )}
      {isOpen && checks.length > 0 && (
        <details id="merge-checks" open={checks.some(({ kind }) => kind !== "good")}>
          <summary>
            {checks.length} {checks.length === 1 ? "check" : "checks"}
          </summary>
          <CheckRows checks={checks} />
        </details>
      )}
      <Buttons
        pull={pull}
        action={`/${at.owner}/${at.repo}/pull/${at.number}/state`}
        isReady={waits.length === 0}
      />
    </section>
  );
};

const headingOf = (pull: PullRequest, waits: readonly string[]): string => {
  if (pull.merged) return `Merged by ${pull.merged_by?.login ?? "somebody"} into ${pull.base.ref}`;
  if (pull.state === "closed") return "Closed without being merged";
  if (waits.length > 0) return "It waits";
  return pull.mergeable === null ? "Whether it can be merged is being found out" : "It can be merged";
};

const Buttons: FC<{ pull: PullRequest; action: string; isReady: boolean }> = ({ pull, action, isReady }) => {
  if (pull.merged) return null;
  const isOpen = pull.state === "open";
  return (
    <form method="post" action={action} class="buttons">
      <input type="hidden" name="head" value={pull.head.sha} />
      {isOpen && !pull.draft && pull.mergeable !== false && (
        <>
          <button type="submit" name="do" value="merge" class={isReady ? "primary" : undefined}>
            {isReady ? "Merge" : "Merge all the same"}
          </button>
          <button type="submit" name="do" value="squash">
            Squash and merge
          </button>
          <button type="submit" name="do" value="rebase">
            Rebase and merge
          </button>
        </>
      )}
      {isOpen && pull.draft && (
        <button type="submit" name="do" value="ready">
          It is ready
        </button>
      )}
      <button type="submit" name="do" value={isOpen ? "close" : "reopen"}>
        {isOpen ? "Close" : "Open again"}
      </button>
    </form>
  );
};
