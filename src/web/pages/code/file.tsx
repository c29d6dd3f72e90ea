import { type Context, Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { ForgeApi } from "../../forge-api.ts";
import { filePolicy } from "../../protect.ts";
import { codeLines, languageOf } from "../../text/highlight.ts";
import { Prose } from "../../text/prose.tsx";
import { Crumbs } from "./files.tsx";
import { type CodePlace, inAddress, placeIn } from "./place.ts";

/** Pictures that browsers show. A drawing can hold scripts: it is shown as a picture, in which none runs. */
const pictures: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
};

const pictureType = (path: string): string | undefined =>
  pictures[path.slice(path.lastIndexOf(".") + 1).toLowerCase()];

/** A file as its lines, a picture, or prose. */
export const filePage = new Hono<PageEnv>().get("/:owner/:repo/blob/:rest{.+}", async (context) => {
  const { owner, repo, rest } = context.req.param();
  const { api } = context.var;
  const { place, content } = await placeIn(api, { owner, repo, rest });
  if (Array.isArray(content)) return context.redirect(context.req.path.replace("/blob/", "/tree/"));
  const bytes = await bytesOf(api, place);
  const isPlain = context.req.query("plain") !== undefined;
  const base = `/${owner}/${repo}`;
  const at = `${inAddress(place.ref)}/${inAddress(place.path)}`;
  return context.render(
    <section>
      <h1 class="hidden">{place.path}</h1>
      <Crumbs place={place} />
      <p class="meta">
        {bytes.length} bytes · <a href={`${base}/raw/${at}`}>Raw</a> ·{" "}
        <a href={`${base}/commits/${at}`}>History</a>
        {isProse(place.path) && (
          <>
            {" · "}
            <a href={isPlain ? "?" : "?plain"}>{isPlain ? "As prose" : "As text"}</a>
          </>
        )}
      </p>
      <Shown bytes={bytes} place={place} isPlain={isPlain} raw={`${base}/raw/${at}`} />
    </section>,
    { title: `${place.path} · ${owner}/${repo}`, repository: { owner, repo }, tab: "code" },
  );
});

const isProse = (path: string): boolean => /\.(md|markdown)$/i.test(path);

const Shown: FC<{ bytes: Buffer; place: CodePlace; isPlain: boolean; raw: string }> = ({
  bytes,
  place,
  isPlain,
  raw,
}) => {
  if (pictureType(place.path) && !isPlain) return <img class="picture" src={raw} alt={place.path} />;
  if (isBinary(bytes)) return <p class="none">This is no text.</p>;
  const text = bytes.toString();
  if (isProse(place.path) && !isPlain) return <Prose text={text} folder={folderOf(place)} />;
  return <Lines text={text} language={languageOf(place.path)} />;
};

const folderOf = ({ owner, repo, ref, path }: CodePlace): string =>
  `/${owner}/${repo}/blob/${inAddress(ref)}/${inAddress(path.slice(0, path.lastIndexOf("/") + 1))}`;

/** Git's own sign of what is no text. */
const isBinary = (bytes: Buffer): boolean => bytes.subarray(0, 8000).includes(0);

/** Lines of code with their numbers, each of which an address can name. */
const Lines: FC<{ text: string; language: string | null }> = ({ text, language }) => (
  <section class="scroll" tabindex={0} aria-label="Lines">
    <table class="lines">
      <tbody>
        {codeLines(text, language).map((pieces, index) => (
          <tr id={`L${index + 1}`}>
            <td class="line">
              <a href={`#L${index + 1}`}>{index + 1}</a>
            </td>
            <td class="code">
              {pieces.map((piece) =>
                piece.kind ? <span class={piece.kind}>{piece.text}</span> : piece.text,
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const bytesOf = async (api: ForgeApi, { owner, repo, ref, path }: CodePlace): Promise<Buffer> =>
  Buffer.from(
    await api.content(
      "GET /repos/{owner}/{repo}/contents/{path}",
      { owner, repo, ref, path },
      "application/vnd.github.raw",
    ),
  );

/** A file as it is: a picture as one, all else as text, whatever it holds. */
export const rawFile = new Hono<PageEnv>().get("/:owner/:repo/raw/:rest{.+}", async (context) => {
  const { owner, repo, rest } = context.req.param();
  const { api } = context.var;
  const { place, content } = await placeIn(api, { owner, repo, rest });
  if (Array.isArray(content)) return context.notFound();
  return asFile(context, await bytesOf(api, place), pictureType(place.path));
});

/** Sends what others wrote in a way in which it can do nothing. */
export const asFile = (
  context: Context<PageEnv>,
  content: string | Uint8Array,
  type = "text/plain; charset=utf-8",
): Response => {
  context.set("policy", filePolicy);
  return context.body(typeof content === "string" ? content : new Uint8Array(content), 200, {
    "content-type": type,
  });
};
