import { HttpError } from "../../../forge/errors.ts";
import type { DataOf, ForgeApi } from "../../forge-api.ts";

export type Content = DataOf<"GET /repos/{owner}/{repo}/contents/{path}">;
export type Entries = Extract<Content, readonly unknown[]>;

/** What an address names: a branch, tag or commit, which may hold slashes, and a path there. */
export interface CodePlace {
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
  readonly path: string;
}

/** Most slashes in a ref that are tried. */
const mostSlashes = 8;

/**
 * Parts `ref/path` where there is something: git has no two refs of which one begins the other.
 * @throws HttpError 404 when there is nothing, however it is parted.
 */
export const placeIn = async (
  api: ForgeApi,
  { owner, repo, rest }: { owner: string; repo: string; rest: string },
): Promise<{ readonly place: CodePlace; readonly content: Content }> => {
  const segments = rest.split("/");
  for (let length = 1; length <= Math.min(segments.length, mostSlashes); length++) {
    const ref = segments.slice(0, length).join("/");
    const path = segments.slice(length).join("/");
    const content = await api.find("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, ref, path });
    if (content) return { place: { owner, repo, ref, path }, content };
  }
  throw new HttpError(404, { message: "Nothing of this name is there, on any branch, tag or commit." });
};

/** A path as it stands in an address. */
export const inAddress = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** What an empty repository refuses is nothing. */
export const orNothing = <Data>(asked: Promise<Data>): Promise<Data | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof HttpError && [404, 409].includes(error.status)) return null;
    throw error;
  });
