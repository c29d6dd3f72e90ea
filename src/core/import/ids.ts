import { slugOf } from "../key.ts";

/** A text as an id: letters with accents as those without; `instead` when no letter is left. */
export const slugIn = (text: string, most?: number, instead = "todo"): string => {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
  return /[a-z]/i.test(plain) ? slugOf(plain, most) : instead;
};

/** A name that may be but a number, as an id: `todo-4` of `#4`, `2-1` of `2.1`. */
export const slugOfKey = (key: string, instead: string): string => {
  if (/[a-z]/i.test(key)) return slugIn(key, 40, instead);
  const number = /\d[\d.]*$/.exec(key)?.[0] ?? "";
  if (number === "") return instead;
  return number.includes(".") ? slugOf(number) : `todo-${number}`;
};

/** Ids in which each occurs once: the second `x` is `x-2`. */
export const unique = (ids: readonly string[]): string[] => {
  const taken = new Set(ids);
  const counts = new Map<string, number>();
  return ids.map((id) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    if (count === 1) return id;
    let free = `${id}-${count}`;
    for (let next = count + 1; taken.has(free); next += 1) free = `${id}-${next}`;
    taken.add(free);
    return free;
  });
};
