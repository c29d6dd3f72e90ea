import type { RepositoryContext } from "../../context.ts";
import { type Commit, readCommit, type Signature } from "../../git/commit.ts";
import { userOfEmail } from "../../identity.ts";
import { nodeId } from "../../node-id.ts";
import { branchRef } from "../../pulls/branches.ts";
import { fullNameOf } from "../../repository.ts";
import { rollupNode } from "../checks/rollup.ts";
import { suitesOf } from "../checks/suites.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { repositoryLink } from "../link.ts";
import { ruleFieldsOf } from "../rules/of-ref.ts";
import { actorNode } from "../users/node.ts";

/** What a repository says of its branches and objects. */
export const gitFields = (here: RepositoryContext) => ({
  isEmpty: async () => (await here.git.readRef(branchRef(here.repository.default_branch))) === null,
  defaultBranchRef: () => refNode(here, branchRef(here.repository.default_branch)),
  ref: ({ qualifiedName }: { qualifiedName: string }) =>
    refNode(here, qualifiedName.startsWith("refs/") ? qualifiedName : branchRef(qualifiedName)),
  object: async ({ oid, expression }: { oid?: string | null; expression?: string | null }) => {
    const commit = await readCommit(here.git, oid ?? expression ?? "");
    return commit ? commitNode(here, commit.sha) : null;
  },
});

/** A ref by its full name; `null` when there is none. */
export const refNode = async (here: RepositoryContext, name: string) => {
  const sha = await here.git.readRef(name);
  if (sha === null) return null;
  const [, prefix = "", short = name] = /^(refs\/[^/]+\/)(.*)$/s.exec(name) ?? [];
  return {
    id: nodeId("REF", `${here.repository.id}:${name}`),
    name: short,
    prefix,
    target: () => commitNode(here, sha),
    repository: () => repositoryLink(here, here.repository),
    ...ruleFieldsOf(here, name),
    compare: async ({ headRef }: { headRef: string }) => {
      const head = await here.git.resolveCommit(headRef.replace(/^[^:/]+:/, ""));
      return head === null ? null : comparison(here, sha, head);
    },
  };
};

const comparison = async ({ git }: RepositoryContext, base: string, head: string) => {
  const output = await git.run(["rev-list", "--left-right", "--count", `${base}...${head}`]);
  const [behindBy = 0, aheadBy = 0] = output.trim().split(/\s+/).map(Number);
  const status = aheadBy > 0 ? (behindBy > 0 ? "DIVERGED" : "AHEAD") : behindBy > 0 ? "BEHIND" : "IDENTICAL";
  return { aheadBy, behindBy, status };
};

/** A commit of which only the sha is known until more is asked for. */
export const commitNode = (here: RepositoryContext, sha: string) => {
  let reading: Promise<Commit | null> | undefined;
  const read = async (): Promise<Commit> => {
    reading ??= readCommit(here.git, sha);
    const commit = await reading;
    if (!commit) throw new Error(`${fullNameOf(here.repository)} lost the commit ${sha}`);
    return commit;
  };
  const message = async () => (await read()).message;
  const author = async () => gitActor(here, (await read()).author);
  return {
    __typename: "Commit",
    id: nodeId("C", sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message,
    messageHeadline: async () => (await message()).split("\n")[0] ?? "",
    messageBody: async () => (await message()).split("\n").slice(1).join("\n").trim(),
    authoredDate: async () => (await read()).author.date,
    committedDate: async () => (await read()).committer.date,
    author,
    committer: async () => gitActor(here, (await read()).committer),
    authors: async (slice: Slice) => connection(inMemory([await author()]), slice, (one) => one),
    statusCheckRollup: () => rollupNode(here, sha),
    checkSuites: (slice: Slice) => suitesOf(here, sha, slice),
    url: `${here.urls.html}/${fullNameOf(here.repository)}/commit/${sha}`,
  };
};

const gitActor = (here: RepositoryContext, { name, email }: Signature) => {
  const user = userOfEmail(here.store, email);
  return { name, email, user: user && !user.login.endsWith("[bot]") ? actorNode(here, user) : null };
};
