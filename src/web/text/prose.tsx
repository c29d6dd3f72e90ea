import type { FC } from "hono/jsx";
import { useRequestContext } from "hono/jsx-renderer";
import type { PageEnv } from "../environment.ts";
import { markdownToHtml } from "./markdown.ts";

/** What somebody wrote as Markdown; a file's links start from its folder. */
export const Prose: FC<{ text: string | null | undefined; folder?: string }> = ({ text, folder = null }) => {
  const { req, var: given } = useRequestContext<PageEnv>();
  const { owner, repo } = req.param() as { owner?: string; repo?: string };
  const within = owner === undefined || repo === undefined ? null : `/${owner}/${repo}`;
  return text ? (
    <div
      class="prose"
      dangerouslySetInnerHTML={{ __html: markdownToHtml(text, { within, folder, forgeUrl: given.forgeUrl }) }}
    />
  ) : (
    <p class="none">No words.</p>
  );
};
