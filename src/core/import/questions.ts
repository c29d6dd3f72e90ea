import { count } from "../count.ts";
import type { Question } from "./backlog.ts";

/** What can be read in two ways, and how it was read. */
export const questionText = ({ asks, points, line, end }: Question): string => {
  const places = line === end ? `line ${line}` : `lines ${line}–${end}`;
  const take = `--take ${line}-${end}`;
  switch (asks) {
    case "boxes-beside":
      return `${places} have ${count(points, "box", "boxes")} outside of where the todos are: left out; ${take} makes todos of them`;
    case "table-beside":
      return `${places} are a table with ${count(points, "open row")}, without boxes: left out; ${take} makes todos of them`;
    case "list-beside":
      return `${places} are a numbered list beside boxes: left out; ${take} makes todos of it`;
    case "list-above":
      return `${places} are a list above the sections with lists: left out; ${take} makes todos of it`;
    case "plain-lists":
      return `nothing marks the todos, so all ${count(points, "point")} of the lists in ${places} were taken: delete what is none`;
    default:
      return asks satisfies never;
  }
};

/** Whether an answer changes what is read. */
export const isOpen = ({ asks }: Question): boolean => asks !== "plain-lists";
