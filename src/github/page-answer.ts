import { cut } from "../core/key.ts";

/** What was answered, in a few words where it is a page, as a proxy's for a forge that is away. */
export const withoutPage = (message: string): string => {
  if (!/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(message)) return message;
  const [, title = ""] = /<(?:title|h1)[^>]*>([^<]*)/i.exec(message) ?? [];
  const said = title.replace(/\s+/g, " ").trim();
  return said === "" ? "a page in place of an answer" : `a page that says "${cut(said, 100)}"`;
};
