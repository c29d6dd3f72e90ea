import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";

/** What links are read against. */
export interface LinkPlace {
  /** The forge's address: what leads there leads to the page of the same path here. */
  readonly forgeUrl: string;
  /** The folder that a file's relative links start from, as a path of these pages; `null` for what is no file. */
  readonly folder: string | null;
}

/**
 * Has links lead to where they say, and pictures come from here alone; boxes say what they mean. No link leads to another port of a name that ends
 * in `.localhost`: a server there would get the cookie of these pages.
 */
export const safeLinks = (place: LinkPlace) => (tree: Root) => {
  visit(tree, "element", (node) => {
    if (node.tagName === "a") setLink(node, place);
    if (node.tagName === "img") setPicture(node, place);
    if (node.tagName === "input") node.properties.ariaLabel = node.properties.checked ? "done" : "not done";
  });
};

const own = "http://pages.localhost";

/** A path of these pages, an address elsewhere, or `null` for one that nobody shall follow. */
const targetOf = (address: unknown, { forgeUrl, folder }: LinkPlace): string | null => {
  const text = String(address ?? "");
  if (text.startsWith("#")) return text;
  const base = folder === null ? own : `${own}${folder}`;
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (!url) return null;
  if (url.origin === own || url.origin === forgeUrl) return `${url.pathname}${url.search}${url.hash}`;
  return /(^|\.)localhost\.?$/.test(url.hostname) ? null : url.href;
};

const setLink = (node: Element, place: LinkPlace): void => {
  if (node.properties.href === undefined) return;
  const target = targetOf(node.properties.href, place);
  if (target === null) delete node.properties.href;
  else node.properties.href = target;
  if (target !== null && !/^[/#]/.test(target)) node.properties.rel = ["nofollow", "noopener", "noreferrer"];
};

/** A picture from elsewhere would tell its server who reads what, and when: it becomes a link. */
const setPicture = (node: Element, place: LinkPlace): void => {
  const target = targetOf(node.properties.src, place);
  if (target?.startsWith("/")) {
    node.properties.alt ??= "";
    node.properties.src = target.replace(/^(\/[^/]+\/[^/]+)\/blob\//, "$1/raw/");
    return;
  }
  node.tagName = "a";
  node.children = [{ type: "text", value: `picture: ${String(node.properties.alt ?? "") || target}` }];
  node.properties = target === null ? {} : { href: target, rel: ["nofollow", "noopener", "noreferrer"] };
};
