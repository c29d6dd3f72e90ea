import { stateOfWords, type WorkState } from "../states.ts";
import type { Section } from "../tree/tree.ts";
import { fieldOf } from "./need-words.ts";

/** What a section says of itself, such as `**Status:** open`. */
interface SectionField {
  readonly label: string;
  readonly value: string;
  readonly line: number;
}

/** The fields that stand in a section line by line, its boxes not among them. */
export const fieldsIn = (
  { line, end, heading }: Pick<Section, "line" | "end" | "heading">,
  lines: readonly string[],
): SectionField[] =>
  lines.slice(heading?.end ?? line, end).flatMap((text, at) => {
    if (text.length > 400 || /^\s*(?:[-*+]\s+\[.\]|#|\|)/.test(text)) return [];
    const [, label = "", value = ""] = fieldOf(text) ?? [];
    const name = label.replace(/[*_`]/g, "").trim().toLowerCase();
    const said = {
      label: name,
      value: value.replace(/[*_`]/g, "").trim(),
      line: (heading?.end ?? line) + 1 + at,
    };
    return name === "" ? [] : [said];
  });

/** What fields say of the states of sections: a label counts whose values are states in all that have it. */
export const fieldStates = (
  sections: readonly Section[],
  lines: readonly string[],
): ReadonlyMap<Section, WorkState> => {
  const fields = sections.map((section) => ({ section, fields: fieldsIn(section, lines) }));
  const values = new Map<string, string[]>();
  for (const { label, value } of fields.flatMap((one) => one.fields))
    values.set(label, [...(values.get(label) ?? []), value]);
  const isOfStates = (label: string) => {
    const all = values.get(label) ?? [];
    return all.length > 1 && all.every((value) => stateOfWords(value) !== null);
  };
  return new Map(
    fields.flatMap(({ section, fields }) => {
      const said = fields.find(({ label }) => isOfStates(label));
      const state = said && stateOfWords(said.value);
      return state ? [[section, state] as const] : [];
    }),
  );
};

/** How many fields most of the sections have. */
export const sharedFields = (sections: readonly Section[], lines: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const section of sections)
    for (const label of new Set(fieldsIn(section, lines).map((field) => field.label)))
      counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].filter((count) => count * 3 >= sections.length * 2).length;
};
