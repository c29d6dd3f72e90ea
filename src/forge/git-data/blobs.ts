import { z } from "zod";
import { created, ok, text } from "../answer.ts";
import { base64Lines } from "../base64.ts";
import type { Operation } from "../context.ts";
import { notFound, unprocessable } from "../errors.ts";
import { writeObject } from "../git/write.ts";
import { nodeId } from "../node-id.ts";
import { operation } from "../operation.ts";
import { fullNameOf, type Repository } from "../repository.ts";
import type { Urls } from "../urls.ts";

/** GitHub takes no larger file. */
const largestBlob = 100 * 1_048_576;
const tooLarge =
  "Sorry, your input was too large to process. Consider creating the blob in a local clone of the repository and then pushing it to GitHub.";

const create = operation({
  id: "git/create-blob",
  method: "POST",
  path: "/repos/{owner}/{repo}/git/blobs",
  needs: "write",
  body: z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") }),
  handle: async ({ git, body, repository, urls }) => {
    const content = Buffer.from(body.content, body.encoding === "base64" ? "base64" : "utf8");
    if (content.length > largestBlob) throw unprocessable(tooLarge);
    const sha = await writeObject(git, "blob", content);
    const url = blobUrl(urls, repository, sha);
    return created({ sha, url }, url);
  },
});

const get = operation({
  id: "git/get-blob",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/blobs/{file_sha}",
  needs: "read",
  handle: async ({ git, params, accept, repository, urls }) => {
    const object = /^[0-9a-f]{40}$/.test(params.file_sha) ? await git.readObject(params.file_sha) : null;
    if (object?.type !== "blob") throw notFound();
    if (accept.includes("raw"))
      return text("application/vnd.github.raw; charset=utf-8", new Uint8Array(object.content));
    return ok({
      sha: object.sha,
      node_id: nodeId("B", object.sha),
      size: object.content.length,
      url: blobUrl(urls, repository, object.sha),
      content: base64Lines(object.content),
      encoding: "base64",
    });
  },
});

const blobUrl = (urls: Urls, repository: Repository, sha: string): string =>
  `${urls.repository(fullNameOf(repository))}/git/blobs/${sha}`;

export const blobsOperations: readonly Operation[] = [create, get];
