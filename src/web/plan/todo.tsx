import type { FC } from "hono/jsx";
import { outcomeText } from "../../core/board/moments.ts";
import type { LaneBar } from "../../core/board/timeline.ts";
import { briefly, dollars, spentText, stepsText } from "../../core/cost/words.ts";
import type { TodoAnswer } from "../../core/todo/answers.ts";
import { asset } from "../assets.ts";
import { Prose } from "../text/prose.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { Item } from "./item.tsx";
import { Live } from "./live.tsx";
import { Needs } from "./needs.tsx";
import type { PlanPlace } from "./place.ts";
import { StateMark } from "./state.tsx";
import type { TodoStory } from "./story.ts";
import { clockText, spanText } from "./time.ts";

interface TodoPageProps {
  readonly story: TodoStory;
  readonly place: PlanPlace;
  readonly web: string;
}

/** One todo: how it stands, its story in order of time, and what it left. */
export const TodoPage: FC<TodoPageProps> = ({ story, place, web }) => {
  const { status, board } = story;
  return (
    <div class="board todo-page" data-keys>
      <p class="meta">
        <a href={`/-/plans/${encodeURIComponent(board.status.plan)}`}>{board.status.title}</a> · {story.body}
      </p>
      <Live name="head">
        <h1>
          <span class="order">{status.order}</span> {status.title}
        </h1>
        <p>
          <StateMark todo={status} /> <Item place={place} kind="issues" number={status.issue} />{" "}
          <Item place={place} kind="pull" number={status.pull} /> <code>{story.branch}</code>
          {briefly(story.spent) !== "" && <span class="meta"> · {spentText(story.spent)}</span>}
        </p>
        {status.waitsFor.length > 0 && <p class="meta">Waits for {status.waitsFor.join(", ")}</p>}
      </Live>
      <Live name="needs">{story.need && <Needs needs={[story.need]} place={place} />}</Live>
      <Live name="say">
        <Buttons story={story} action={place.action} />
      </Live>
      <Live name="story">
        <Changes story={story} web={web} />
        <Findings story={story} web={web} />
        <Story story={story} place={place} />
        {stepsText(story.spent) !== "" && <p class="meta">Cost: {stepsText(story.spent)}.</p>}
      </Live>
      <script src={asset("board.js").address} type="module" />
    </div>
  );
};

/** What a person may say of it, whatever it waits for. */
const Buttons: FC<{ story: TodoStory; action: string | null }> = ({ story, action }) => {
  const { status, need } = story;
  if (action === null || status.done) return null;
  const told = new Set(need?.answers.map(({ command }) => command.split(" ")[0]));
  const answers: TodoAnswer[] = [
    ...(status.pull === null ? [] : [{ command: "approve", does: "takes its pull request as it is now" }]),
    { command: "changes <what>", does: "asks its agent for a change" },
    { command: "pause", does: "starts no new lane of it" },
    { command: "skip <why>", does: "drops it" },
  ];
  const left = answers.filter(({ command }) => !told.has(command.split(" ")[0] ?? ""));
  return (
    <details id="say">
      <summary>Say something else</summary>
      <div class="answers">
        {left.map((answer) => (
          <AnswerForm action={action} todo={status.todo} answer={answer} />
        ))}
      </div>
    </details>
  );
};

const Changes: FC<{ story: TodoStory; web: string }> = ({ story: { status, heads }, web }) => {
  if (status.pull === null) return null;
  return (
    <section aria-labelledby="changes-head">
      <h2 id="changes-head">What it changes</h2>
      <ul>
        <li>
          <a href={`${web}/pull/${status.pull}/files`}>The whole change</a>
        </li>
        {heads.map(({ round, head }, at) => {
          const before = heads[at - 1];
          return before ? (
            <li>
              <a href={`${web}/compare/${before.head}...${head}`}>
                From round {before.round} to round {round}
              </a>
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
};

const Findings: FC<{ story: TodoStory; web: string }> = ({ story: { findings, answers, heads }, web }) =>
  findings.length === 0 ? null : (
    <section aria-labelledby="findings-head">
      <h2 id="findings-head">Findings</h2>
      <ul class="findings">
        {findings.map(({ path, line, text, first, seen, open }) => (
          <li class={open ? "open" : "holds"}>
            <b>{open ? "open" : "settled"}</b>{" "}
            {path !== null && <code>{line === null ? path : `${path}:${line}`}</code>} {text}{" "}
            <span class="meta">
              first in round {first}
              {seen > 1 ? `, in ${seen} rounds` : ""}
            </span>
            {!open && <AnsweringCommits heads={heads} round={first + seen - 1} web={web} />}
          </li>
        ))}
      </ul>
      {answers.map(({ round, text }) => (
        <p>
          <span class="meta">Its agent, in round {round}:</span> {text}
        </p>
      ))}
    </section>
  );

/** The commits that came after the last round that made a finding; none where a person settled it. */
const AnsweringCommits: FC<Pick<TodoStory, "heads"> & { round: number; web: string }> = ({
  heads,
  round,
  web,
}) => {
  const commits = heads.find((head) => head.round > round)?.commits ?? [];
  return commits.length === 0 ? null : (
    <span class="answering">
      {" "}
      answered by{" "}
      {commits.map(({ sha, title }, at) => (
        <>
          {at > 0 && ", "}
          <a href={`${web}/commit/${sha}`}>
            <code>{sha.slice(0, 10)}</code> {title}
          </a>
        </>
      ))}
    </span>
  );
};

/** What happened to it, in order of time: lanes with what they left, and what was said. */
const Story: FC<{ story: TodoStory; place: PlanPlace }> = ({ story, place }) => {
  const { said, gates, text, lanes, status } = story;
  const page = place.todo(status.todo);
  const told = [
    ...lanes.map((lane) => ({ at: lane.from, shown: <LaneEntry lane={lane} page={page} /> })),
    ...said.map((remark) => ({ at: Date.parse(remark.at), shown: <RemarkEntry remark={remark} /> })),
  ].sort((a, b) => a.at - b.at);
  return (
    <section aria-labelledby="story-head">
      <h2 id="story-head">Story</h2>
      <details id="asked">
        <summary>What is asked for</summary>
        <Prose text={text} />
      </details>
      {gates !== null && (
        <details id="gates">
          <summary>Its gates, as they were last</summary>
          <Prose text={gates} />
        </details>
      )}
      {told.length === 0 && <p class="none">Nothing has happened yet.</p>}
      {told.map(({ shown }) => shown)}
      <Kept story={story} page={page} />
    </section>
  );
};

const LaneEntry: FC<{ lane: LaneBar; page: string }> = ({ lane, page }) => (
  <article class="remark">
    <p class="meta">
      A lane of round {lane.round}, {clockText(lane.from)}, {spanText(lane.to - lane.from)}
    </p>
    <p>
      <b>{outcomeText(lane) ?? "at work"}</b>
      {lane.ran.map(({ step, account, milliseconds, usd }) => (
        <span>
          {" "}
          · {step} by {account ?? "?"}, {spanText(milliseconds)}
          {usd > 0 ? `, ${dollars(usd)}` : ""}
        </span>
      ))}
      {lane.attempt !== null && (
        <>
          {" "}
          · <a href={`${page}/attempts/${lane.attempt}`}>what its programs printed</a>
        </>
      )}
    </p>
  </article>
);

const RemarkEntry: FC<{ remark: TodoStory["said"][number] }> = ({ remark: { at, by, where, text } }) => (
  <article class="remark">
    <p class="meta">
      {by}, on its {where}, {clockText(Date.parse(at))}
    </p>
    <Prose text={text} />
  </article>
);

/** Attempts of lanes that no record has any more. */
const Kept: FC<{ story: TodoStory; page: string }> = ({ story: { attempts, lanes }, page }) => {
  const shown = new Set(lanes.map(({ attempt }) => attempt));
  const others = attempts.filter(({ number }) => !shown.has(number));
  return others.length === 0 ? null : (
    <p>
      Kept on this machine besides:{" "}
      {others.map(({ number }) => (
        <a href={`${page}/attempts/${number}`}>attempt {number} </a>
      ))}
    </p>
  );
};
