import type { Format } from "./format.ts";
import { isObject, type JsonObject, objectsIn, placedJson, textIn } from "./json.ts";
import { backlogOfItems, stateOf, textOfParts, type WorkItem } from "./records.ts";

/** A board as Trello exports it: cards in lists, with checklists. */
export const trello: Format = {
  name: "Trello board",
  read: (source) => {
    const json = placedJson(source.text);
    if (!json || !isObject(json.value)) return null;
    const board = json.value;
    const lists = new Map(objectsIn(board.lists).map((list) => [textIn(list, "id"), list]));
    const cards = objectsIn(board.cards).filter((card) => "idList" in card && "name" in card);
    if (lists.size === 0) return null;
    const checklists = objectsIn(board.checklists);
    const places = [...lists.keys()];
    const ordered = [...cards].sort(
      (a, b) =>
        places.indexOf(textIn(a, "idList")) - places.indexOf(textIn(b, "idList")) ||
        Number(a.pos ?? 0) - Number(b.pos ?? 0),
    );
    const items = ordered.map((card): WorkItem => {
      const list = lists.get(textIn(card, "idList"));
      const isOver = card.closed === true || card.dueComplete === true || list?.closed === true;
      return {
        ...json.linesOf(card),
        key: textIn(card, "idShort") === "" ? null : `#${textIn(card, "idShort")}`,
        title: textIn(card, "name"),
        text: textOfParts(["", textIn(card, "desc")], ...checksOf(card, checklists)),
        state: isOver ? "done" : stateOf(textIn(list ?? {}, "name")),
        of: [textIn(list ?? {}, "name")],
        needs: [],
      };
    });
    return backlogOfItems(items, source, { title: textIn(board, "name") || source.name });
  },
};

const checksOf = (card: JsonObject, checklists: readonly JsonObject[]): (readonly [string, string])[] =>
  checklists
    .filter((list) => textIn(list, "idCard") === textIn(card, "id"))
    .map((list) => {
      const checks = objectsIn(list.checkItems).map(
        (item) => `- [${item.state === "complete" ? "x" : " "}] ${textIn(item, "name")}`,
      );
      return [textIn(list, "name"), checks.join("\n")] as const;
    });
