import { toHtml } from "hast-util-to-html";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, defaultSchema);

/** The longest text that is read as Markdown; what is longer is shown as it is. */
const longest = 200_000;

const kept = new Map<string, string>();
const mostKept = 500;

/** Markdown as GitHub shows it, as HTML that carries nothing which could run, load or leave its place. */
export const markdownToHtml = (text: string): string => {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const html = rendered(text);
  if (kept.size >= mostKept) for (const oldest of [...kept.keys()].slice(0, 100)) kept.delete(oldest);
  kept.set(text, html);
  return html;
};

const rendered = (text: string): string => {
  if (text.length <= longest) return toHtml(processor.runSync(processor.parse(text)));
  return toHtml({
    type: "element",
    tagName: "pre",
    properties: {},
    children: [{ type: "text", value: text }],
  });
};
