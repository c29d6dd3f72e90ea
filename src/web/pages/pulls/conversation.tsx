import { Hono } from "hono";
import type { Child, FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { pathOf } from "../../layout/issue-rows.tsx";
import { Label } from "../../layout/label.tsx";
import { Person } from "../../layout/person.tsx";
import { State } from "../../layout/state.tsx";
import { Time } from "../../layout/time.tsx";
import { CommentBox, Written } from "../../layout/written.tsx";
import { checksOf } from "./checks.tsx";
import { ofPull, PullHead, pullPage } from "./head.tsx";
import { MergeBox } from "./merge-box.tsx";
import { type PullPlace, type PullRequest, pullAt, pullPlace, type Stack, stackOf } from "./place.ts";
import { type ShownThread, Thread, threadsOf } from "./threads.tsx";

type Review = DataOf<"GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews">[number];
type Comment = DataOf<"GET /repos/{owner}/{repo}/issues/{issue_number}/comments">[number];
type Commit = DataOf<"GET /repos/{owner}/{repo}/pulls/{pull_number}/commits">[number];

interface Moment {
  readonly at: string;
  readonly shown: Child;
}

/** What was said and done, in order of time, and what it waits for. */
export const conversationPage = new Hono<PageEnv>().get(ofPull, async (context) => {
  const at = pullPlace(context.req.param());
  const { api } = context.var;
  const pull = await pullAt(api, at);
  const of = { owner: at.owner, repo: at.repo, per_page: 100 };
  const [comments, reviews, commits, threads, checks, stack] = await Promise.all([
    api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...of, issue_number: at.number }),
    api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", { ...of, pull_number: at.number }),
    api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", { ...of, pull_number: at.number }),
    threadsOf(api, at),
    checksOf(api, at, pull.head.sha),
    stackOf(api, at, pull),
  ]);
  const moments: Moment[] = [
    ...comments.map(momentOfComment),
    ...commits.map((commit) => momentOfCommit(commit, at)),
    ...reviews.map((review) => momentOfReview(review, threads, at)),
  ];
  return context.render(
    <article class="with-aside">
      <PullHead pull={pull} at={at} tab="" />
      <div data-live="conversation">
        <Written id={`issue-${pull.id}`} by={pull.user} at={pull.created_at} text={pull.body} />
        {moments.toSorted((left, right) => left.at.localeCompare(right.at)).map(({ shown }) => shown)}
      </div>
      <MergeBox facts={{ pull, checks, threads, verdicts: verdictsIn(reviews), stack }} at={at} />
      <Aside pull={pull} stack={stack} />
      <CommentBox action={`/${at.owner}/${at.repo}/pull/${at.number}/comments`}>
        <button type="submit" name="do" value="approve">
          Approve
        </button>
        <button type="submit" name="do" value="changes">
          Ask for changes
        </button>
      </CommentBox>
    </article>,
    pullPage(pull, at),
  );
});

const momentOfComment = ({ id, user, created_at, body }: Comment): Moment => ({
  at: created_at,
  shown: <Written id={`issuecomment-${id}`} by={user} at={created_at} text={body} />,
});

const momentOfCommit = ({ sha, commit }: Commit, { owner, repo }: PullPlace): Moment => {
  const at = commit.committer?.date ?? "";
  return {
    at,
    shown: (
      <p class="event">
        <a class="mono" href={`/${owner}/${repo}/commit/${sha}`}>
          {sha.slice(0, 10)}
        </a>{" "}
        {commit.message.split("\n")[0]}{" "}
        <span class="meta">
          <Time at={at} />
        </span>
      </p>
    ),
  };
};

const words = {
  APPROVED: { kind: "good", text: "Approved" },
  CHANGES_REQUESTED: { kind: "bad", text: "Asked for changes" },
  DISMISSED: { kind: "idle", text: "Dismissed" },
  COMMENTED: { kind: "idle", text: "Reviewed" },
  PENDING: { kind: "waiting", text: "Not sent yet" },
} as const;

const wordOf = (state: string) => (state in words ? words[state as keyof typeof words] : words.COMMENTED);

const momentOfReview = (review: Review, threads: readonly ShownThread[], at: PullPlace): Moment => {
  const own = threads.filter(({ root }) => root.pull_request_review_id === review.id);
  return {
    at: review.submitted_at ?? "~",
    shown:
      review.state === "COMMENTED" && review.body === "" && own.length === 0 ? null : (
        <Written
          id={`pullrequestreview-${review.id}`}
          by={review.user}
          at={review.submitted_at}
          text={review.body}
          mayBeEmpty
          note={<State {...wordOf(review.state)} />}
        >
          {own.map((thread) => (
            <Thread thread={thread} at={at} withLines />
          ))}
        </Written>
      ),
  };
};

/** The last word of each who approved or asked for changes, unless it was dismissed. */
const verdictsIn = (reviews: readonly Review[]): { login: string; state: string }[] => {
  const last = new Map<string, string>();
  for (const { user, state } of reviews) {
    if (state === "APPROVED" || state === "CHANGES_REQUESTED" || state === "DISMISSED")
      last.set(user?.login ?? "ghost", state);
  }
  return [...last].map(([login, state]) => ({ login, state }));
};

const Aside: FC<{ pull: PullRequest; stack: Stack }> = ({ pull, stack: { below, above } }) => (
  <aside data-live="aside">
    <h2>Reviewers</h2>
    <p>
      {pull.requested_reviewers?.length
        ? pull.requested_reviewers.map((user) => <Person user={user as { login: string; id: number }} />)
        : "Nobody is asked"}
    </p>
    <h2>Labels</h2>
    <p class="labels">
      {pull.labels.length === 0 ? "None" : pull.labels.map((label) => <Label label={label} />)}
    </p>
    <h2>Milestone</h2>
    <p>{pull.milestone ? <a href={pathOf(pull.milestone.html_url)}>{pull.milestone.title}</a> : "None"}</p>
    {below.length + above.length > 0 && (
      <>
        <h2>Stack</h2>
        <ol class="linked stack">
          {[...below, pull, ...above].map((one) => (
            <li aria-current={one.number === pull.number ? "true" : undefined}>
              {one.number === pull.number ? (
                `#${one.number} ${one.title}`
              ) : (
                <a href={pathOf(one.html_url)}>
                  #{one.number} {one.title}
                </a>
              )}
            </li>
          ))}
        </ol>
      </>
    )}
  </aside>
);
