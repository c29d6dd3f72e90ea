/** In which forms the texts of issues, comments and reviews are asked for, by media types such as `….html+json`. */
type BodyForm = "text" | "html" | "full";

/** The form that a client accepts beside the raw one; `null` when it is that alone. */
export const bodyFormIn = (accept: string): BodyForm | null => {
  const [, form] = /application\/vnd\.github(?:\.[\w-]+)*?\.(html|text|full)(?:\+json)?\b/.exec(accept) ?? [];
  return form === "html" || form === "text" || form === "full" ? form : null;
};

/** An answer whose texts are in another form. */
export const inForm = async (answer: unknown, form: BodyForm): Promise<unknown> => {
  const { htmlOf, plainOf } = await import("./markdown.ts");
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, held]) => [key, shown(held)] as const);
    const { body } = Object.fromEntries(entries);
    // What has no author is no text of a person's.
    if (typeof body !== "string" || !("user" in value)) return Object.fromEntries(entries);
    const rest = form === "full" ? entries : entries.filter(([key]) => key !== "body");
    return {
      ...Object.fromEntries(rest),
      ...(form === "html" ? {} : { body_text: plainOf(body) }),
      ...(form === "text" ? {} : { body_html: htmlOf(body) }),
    };
  };
  return shown(answer);
};
