import type { FC } from "hono/jsx";
import type { Need } from "../../core/board/needs.ts";
import type { TodoAnswer } from "../../core/todo/answers.ts";
import { InlineCode } from "../text/inline-code.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { Item, TodoLink } from "./item.tsx";
import type { PlanPlace } from "./place.ts";

/** All that waits for a person, each with what answers it. */
export const Needs: FC<{ needs: readonly Need[]; place: PlanPlace }> = ({ needs, place }) => (
  <section class="needs" aria-labelledby="needs-head">
    <h2 id="needs-head">
      Needs you <span class="count">{needs.length}</span>
    </h2>
    {needs.length === 0 && <p class="none">Nothing waits for you.</p>}
    {needs.map((need, at) => (
      <OneNeed need={need} id={need.of === "todo" ? `need-${need.todo}` : `plan-need-${at}`} place={place} />
    ))}
  </section>
);

const OneNeed: FC<{ need: Need; id: string; place: PlanPlace }> = ({ need, id, place }) => {
  const todo = need.of === "todo" ? need.todo : null;
  return (
    <article class="need" id={id} data-card tabindex={-1}>
      <h3>
        {need.of === "todo" ? (
          <>
            <TodoLink place={place} todo={need.todo} order={need.order} /> {need.title}{" "}
            <Item place={place} kind="issues" number={need.issue} />{" "}
            <Item place={place} kind="pull" number={need.pull} />
          </>
        ) : (
          "The plan"
        )}
      </h3>
      <p class="why">
        <InlineCode text={need.why} />
      </p>
      {need.said !== "" && (
        <details id={`said-${todo ?? "plan"}`} open={need.said.length < 600}>
          <summary>In its own words</summary>
          <pre class="said">{need.said}</pre>
        </details>
      )}
      {need.of === "todo" && need.tried !== "" && <p class="meta">Tried: {need.tried}</p>}
      {need.of === "todo" && need.logs.length > 0 && <p class="meta">Logs: {need.logs.join(", ")}</p>}
      <Answers answers={need.answers} todo={todo} place={place} />
    </article>
  );
};

const Answers: FC<{ answers: readonly TodoAnswer[]; todo: string | null; place: PlanPlace }> = ({
  answers,
  todo,
  place,
}) => {
  const { action } = place;
  if (answers.length === 0) return null;
  if (action === null) return <AnswerList answers={answers} />;
  return (
    <div class="answers">
      {answers.map((answer, at) => (
        <AnswerForm action={action} todo={todo} answer={answer} isFirst={at === 0} />
      ))}
    </div>
  );
};

/** Where nobody hears what is pressed: what to type instead. */
const AnswerList: FC<{ answers: readonly TodoAnswer[] }> = ({ answers }) => (
  <ul class="answer-list">
    {answers.map(({ command, does }) => (
      <li>
        <code>/milepost {command}</code> {does}
      </li>
    ))}
  </ul>
);
