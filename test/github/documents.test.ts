import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  type DocumentNode,
  extendSchema,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { newRecord } from "../../src/core/todo/record.ts";
import { schema as forgeSchema } from "../../src/forge/graphql/schema.ts";
import { ejectionOf } from "../../src/github/ci/ejection.ts";
import { readHeads } from "../../src/github/ci/heads.ts";
import { queryRules } from "../../src/github/ci/rules-query.ts";
import type { GitHub } from "../../src/github/client.ts";
import { findComment } from "../../src/github/comments.ts";
import { createIssues } from "../../src/github/create-issues.ts";
import { readProofs } from "../../src/github/evidence.ts";
import { getIssue } from "../../src/github/issues.ts";
import { createLabels } from "../../src/github/labels.ts";
import { linkIssues } from "../../src/github/links.ts";
import { readChanges, readFirstLook } from "../../src/github/look-query.ts";
import { enqueue } from "../../src/github/merge-queue.ts";
import { noteId } from "../../src/github/node-ids.ts";
import { getPull } from "../../src/github/pulls.ts";
import { commentsOnAll } from "../../src/github/record-comments.ts";
import { readSaid, resolveThreads } from "../../src/github/reviews-query.ts";
import { writeTogether } from "../../src/github/write-together.ts";

/*
 * Whatever Milepost asks by GraphQL is valid by GitHub's own schema, and the forge has the same types for it. What
 * GitHub's documentation has and the package not yet is added.
 */

const since = parse(`
  extend type Mutation {
    addBlockedBy(input: AddBlockedByInput!): AddBlockedByPayload
    removeBlockedBy(input: RemoveBlockedByInput!): RemoveBlockedByPayload
  }
  input AddBlockedByInput { issueId: ID! blockingIssueId: ID! clientMutationId: String }
  input RemoveBlockedByInput { issueId: ID! blockingIssueId: ID! clientMutationId: String }
  type AddBlockedByPayload { clientMutationId: String }
  type RemoveBlockedByPayload { clientMutationId: String }`);
const packaged = fileURLToPath(import.meta.resolve("@octokit/graphql-schema"));
const text = readFileSync(join(packaged, "../schema.graphql"), "utf8");
const gitHubSchema = extendSchema(buildSchema(text, { assumeValidSDL: true }), since, {
  assumeValidSDL: true,
});

interface Asked {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** All that is asked by GraphQL, of a forge that answers nothing. */
const askedIn = async (ask: (github: GitHub) => Promise<unknown>): Promise<Asked[]> => {
  const asked: Asked[] = [];
  const graphql = async (query: string, { request: _, ...variables }: Record<string, unknown>) => {
    asked.push({ document: parse(query), variables });
    throw new Error("no answer");
  };
  const pulls = { get: async () => ({ data: { merged: false, head: { sha: head }, node_id: "PR_1" } }) };
  const octokit = { graphql, rest: { pulls } } as unknown as GitHub["octokit"];
  const github = { octokit, owner: "acme", repo: "project", requests: { read: 0, write: 0 } };
  await ask(github).catch(() => undefined);
  return asked;
};

const head = "0".repeat(40);
const identity = {
  plan: "p",
  todo: "a",
  body: "a",
  order: "00a",
  branch: "a",
  phase: 0,
  needs: [],
  from: null,
};
const content = { title: "A", text: "", record: newRecord(identity), labels: ["milepost"] };
const links = { number: 1, parent: 2, blockedBy: [3], freed: [4] };
const label = { name: "one", color: "ffffff", description: "" };

/** Who asks, by file. */
const askers: Readonly<Record<string, (github: GitHub) => Promise<unknown>>> = {
  "ci/ejection.ts": async (github) =>
    await ejectionOf({ github, runs: github }, { number: 1, base: "main" }, "2026-01-01T00:00:00Z"),
  "ci/heads.ts": (github) => readHeads(github, "main", [1, 2]),
  "ci/rules-query.ts": (github) => queryRules(github, "main"),
  "comments.ts": (github) => findComment(github, 1, "gates"),
  "create-issues.ts": (github) => {
    noteId(github, "repository", "R_1");
    noteId(github, "milestone 1", "MI_1");
    noteId(github, "label milepost", "LA_1");
    return createIssues(github, 1, [content, content]);
  },
  "evidence.ts": (github) => Promise.all([readProofs(github, [1])]),
  "issues.ts": (github) => getIssue(github, 1),
  "labels.ts": (github) => {
    noteId(github, "repository", "R_1");
    return createLabels(github, [label, { ...label, name: "two" }]);
  },
  "links.ts": (github) => linkIssues(github, [links], String),
  "look-query.ts": (github) =>
    Promise.all([
      readFirstLook(github),
      readChanges(github, 1, { issues: "2026-01-01T00:00:00Z", pulls: "" }),
    ]),
  "merge-queue.ts": (github) => enqueue(github, { number: 1, head }),
  "pulls.ts": (github) => getPull(github, 1),
  "record-comments.ts": (github) => commentsOnAll(github, [1, 2]),
  "reviews-query.ts": (github) => Promise.all([readSaid(github, [1]), resolveThreads(github, ["PRRT_1"])]),
  "write-together.ts": async (github) => {
    noteId(github, "label milepost", "LA_1");
    noteId(github, "pull 1", "PR_1");
    noteId(github, "comment 2", "IC_2");
    const comment = { pull: 1, name: "gates", text: "", issue: "I_1" };
    for (const earlier of [null, { id: 2, body: "" }])
      await writeTogether(github, { ...content, open: true, notPlanned: false }, { ...comment, earlier });
  },
};

test.each(Object.entries(askers))(
  "what %s asks is valid by GitHub's schema, and the forge's is the same there",
  async (_, ask) => {
    const asked = await askedIn(ask);
    expect(asked.length).toBeGreaterThan(0);
    for (const { document, variables } of asked) {
      expect(problemsIn(gitHubSchema, document, variables)).toEqual([]);
      expect(problemsIn(forgeSchema, document, variables)).toEqual([]);
      expect(typesIn(forgeSchema, document)).toEqual(typesIn(gitHubSchema, document));
    }
  },
);

test("whoever asks by GraphQL is among those that are tried", () => {
  const folder = join(import.meta.dirname, "../../src/github");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const asking = files.filter((file) =>
    /(?<!const )\b(?:askRepository|mutateAll)\(|octokit\.graphql\b/.test(
      readFileSync(join(folder, file), "utf8"),
    ),
  );
  const shared = ["mutations.ts", "repository-query.ts"];
  expect(asking.filter((file) => !shared.includes(file)).sort()).toEqual(Object.keys(askers).sort());
});

const problemsIn = (
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Asked["variables"],
): string[] => {
  const invalid = validate(schema, document).map(({ message }) => message);
  const definitions = document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []) : [],
  );
  const given = getVariableValues(schema, definitions, variables);
  return [...invalid, ...(given.errors ?? []).map(({ message }) => message)];
};

/** Each field that is asked for, with its type. */
const typesIn = (schema: GraphQLSchema, document: DocumentNode): string[] => {
  const types: string[] = [];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => void types.push(`${info.getParentType()}.${name.value}: ${info.getType()}`),
    }),
  );
  return types;
};
