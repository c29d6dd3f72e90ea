import MarkdownIt from "markdown-it";

/** Markup in a text is shown as it stands, never obeyed. */
const markdown = new MarkdownIt({ html: false, linkify: true });

export const htmlOf = (text: string): string => markdown.render(text);

/** What stays of a text when its markup is taken away. */
export const plainOf = (text: string): string =>
  htmlOf(text)
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|quot|amp);/g, (_, name: "lt" | "gt" | "quot" | "amp") => characters[name])
    .trim();

const characters = { lt: "<", gt: ">", quot: '"', amp: "&" } as const;
