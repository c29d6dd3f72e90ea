import type { FC } from "hono/jsx";
import { markdownToHtml } from "./markdown.ts";

/** What somebody wrote as Markdown. */
export const Prose: FC<{ text: string | null | undefined }> = ({ text }) =>
  text ? (
    <div class="prose" dangerouslySetInnerHTML={{ __html: markdownToHtml(text) }} />
  ) : (
    <p class="none">No words.</p>
  );
