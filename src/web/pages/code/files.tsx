import type { FC } from "hono/jsx";
import { type CodePlace, type Entries, inAddress } from "./place.ts";

/** The files and folders of a folder, folders first. */
export const Files: FC<{ entries: Entries; place: CodePlace }> = ({
  entries,
  place: { owner, repo, ref },
}) => (
  <ul class="files" aria-label="Files">
    {entries
      .toSorted((left, right) => Number(right.type === "dir") - Number(left.type === "dir"))
      .map(({ name, path, type }) => (
        <li class={type === "dir" ? "dir" : undefined}>
          <a
            href={`/${owner}/${repo}/${type === "dir" ? "tree" : "blob"}/${inAddress(ref)}/${inAddress(path)}`}
          >
            {name}
          </a>
        </li>
      ))}
  </ul>
);

/** Where one is in a repository, each folder a way back to it. */
export const Crumbs: FC<{ place: CodePlace }> = ({ place: { owner, repo, ref, path } }) => {
  const parts = path === "" ? [] : path.split("/");
  const tree = `/${owner}/${repo}/tree/${inAddress(ref)}`;
  return (
    <p class="crumbs">
      <a class="label" href={`/${owner}/${repo}/commits/${inAddress(ref)}`} title="Its commits">
        {/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 10) : ref}
      </a>{" "}
      <a href={tree}>{repo}</a>
      {parts.map((part, index) => (
        <>
          {" / "}
          {index === parts.length - 1 ? (
            <b>{part}</b>
          ) : (
            <a href={`${tree}/${inAddress(parts.slice(0, index + 1).join("/"))}`}>{part}</a>
          )}
        </>
      ))}
    </p>
  );
};
