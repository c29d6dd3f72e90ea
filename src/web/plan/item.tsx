import type { FC } from "hono/jsx";
import type { PlanPlace } from "./place.ts";

/** An issue or a pull request by its number, linked where it can be. */
export const Item: FC<{ place: PlanPlace; kind: "issues" | "pull"; number: number | null }> = ({
  place,
  kind,
  number,
}) => {
  if (number === null) return null;
  const href = place.item(kind, number);
  return href === null ? <span>#{number}</span> : <a href={href}>#{number}</a>;
};

/** A todo by its order, linked to where all of it is told. */
export const TodoLink: FC<{ place: PlanPlace; todo: string; order: string }> = ({ place, todo, order }) => (
  <a class="order" href={place.todo(todo)}>
    {order}
  </a>
);
