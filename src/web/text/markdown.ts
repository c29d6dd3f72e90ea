import { toHtml } from "hast-util-to-html";
import rehypeHighlight from "rehype-highlight";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkGithub from "remark-github";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { type LinkPlace, safeLinks } from "./links.ts";

/** Where Markdown stands: what its links, and names such as `#1`, are of. */
interface MarkdownPlace extends LinkPlace {
  /** The path of its repository; without it no name is a link. */
  readonly within: string | null;
}

const processorOf = ({ within, ...place }: MarkdownPlace) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkGithub, {
      repository: within?.slice(1) ?? "none/none",
      buildUrl: (named) => {
        if (within === null) return false;
        if (named.type === "mention") return `/${named.user}`;
        const repository = `/${named.user}/${named.project}`;
        if (named.type === "issue") return `${repository}/issues/${named.no}`;
        return named.type === "commit" ? `${repository}/commit/${named.hash}` : false;
      },
    })
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: "" })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
    .use(safeLinks, place)
    .use(rehypeHighlight);

/** The longest text that is read as Markdown; what is longer is shown as it is. */
const longest = 200_000;

const kept = new Map<string, string>();
const mostKept = 500;

/** Markdown as GitHub shows it, as HTML that carries nothing which could run, load or leave its place. */
export const markdownToHtml = (text: string, place: MarkdownPlace): string => {
  const key = JSON.stringify([place, text]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const html = rendered(text, place);
  if (kept.size >= mostKept) for (const oldest of [...kept.keys()].slice(0, 100)) kept.delete(oldest);
  kept.set(key, html);
  return html;
};

const rendered = (text: string, place: MarkdownPlace): string => {
  if (text.length > longest) return asItIs(text);
  const processor = processorOf(place);
  try {
    return toHtml(processor.runSync(processor.parse(text)));
  } catch (error) {
    // What is nested too deeply.
    if (error instanceof RangeError) return asItIs(text);
    throw error;
  }
};

const asItIs = (text: string): string =>
  toHtml({ type: "element", tagName: "pre", properties: {}, children: [{ type: "text", value: text }] });
