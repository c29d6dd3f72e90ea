import { z } from "zod";
import { splitHeaders } from "../../git/objects/headers.ts";
import type { GitObject } from "../../git/objects/object-reader.ts";
import { created, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound, unprocessable } from "../errors.ts";
import { parseSignature } from "../git/commit.ts";
import { signatureLine, writeObject } from "../git/write.ts";
import { identityOf } from "../identity.ts";
import { nodeId } from "../node-id.ts";
import { operation } from "../operation.ts";
import { person, signatureOf } from "../repositories/commits/signature.ts";
import { verificationOf } from "../repositories/commits/view.ts";
import { fullNameOf, type Repository } from "../repository.ts";
import type { Urls } from "../urls.ts";

const create = operation({
  id: "git/create-tag",
  method: "POST",
  path: "/repos/{owner}/{repo}/git/tags",
  needs: "write",
  body: z.object({
    tag: z.string().min(1),
    message: z.string(),
    object: z.string(),
    type: z.enum(["commit", "tree", "blob"]),
    tagger: person.optional(),
  }),
  handle: async ({ git, user, body, now, repository, urls }) => {
    const target = /^[0-9a-f]{40}$/.test(body.object) ? await git.readObject(body.object) : null;
    if (target?.type !== body.type) throw unprocessable("Object does not exist");
    if (/[\s\p{Cc}]/u.test(body.tag)) throw unprocessable("Tag name is not valid");
    const tagger = signatureLine(signatureOf(body.tagger ?? identityOf(user()), now));
    const headers = `object ${body.object}\ntype ${body.type}\ntag ${body.tag}\ntagger ${tagger}`;
    const sha = await writeObject(git, "tag", `${headers}\n\n${body.message}`);
    const object = await git.readObject(sha);
    if (!object) throw notFound();
    const view = tagView({ repository, urls }, object);
    return created(view, view.url);
  },
});

const get = operation({
  id: "git/get-tag",
  method: "GET",
  path: "/repos/{owner}/{repo}/git/tags/{tag_sha}",
  needs: "read",
  handle: async ({ git, params, repository, urls }) => {
    const object = /^[0-9a-f]{40}$/.test(params.tag_sha) ? await git.readObject(params.tag_sha) : null;
    if (object?.type !== "tag") throw notFound();
    return ok(tagView({ repository, urls }, object));
  },
});

/** GitHub's `git-tag`. */
const tagView = ({ repository, urls }: { repository: Repository; urls: Urls }, object: GitObject) => {
  const git = `${urls.repository(fullNameOf(repository))}/git`;
  const { headers, message } = splitHeaders(object.content.toString());
  const header = (name: string) => headers.find((item) => item.name === name)?.value ?? "";
  const [type, sha] = [header("type"), header("object")];
  return {
    sha: object.sha,
    node_id: nodeId("TA", object.sha),
    url: `${git}/tags/${object.sha}`,
    tag: header("tag"),
    message,
    tagger: parseSignature(header("tagger")),
    object: { type, sha, url: `${git}/${type}s/${sha}` },
    verification: verificationOf({ signed: null }),
  };
};

export const tagsOperations: readonly Operation[] = [create, get];
