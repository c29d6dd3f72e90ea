import type { FC } from "hono/jsx";
import type { PlanSource } from "./source.ts";

/** The plans that are known here. */
export const PlanList: FC<{ plans: PlanSource["plans"] }> = ({ plans }) => (
  <section>
    <h1>Plans</h1>
    <ul class="rows">
      {plans.map(({ id, title }) => (
        <li>
          <a class="row-title" href={`/-/plans/${encodeURIComponent(id)}`}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  </section>
);
