import fc from "fast-check";
import { z } from "zod";
import { operations } from "../../src/forge/operations.ts";
import { isThorough } from "../thorough.ts";
import { type Besieged, openBesieged } from "./besieged.ts";
import { askRaw, statusOf } from "./raw.ts";

let forge: Besieged;

/** Of each of the two random tests: 10,000 together, or 500. */
const runs = isThorough ? 5000 : 250;

beforeAll(async () => {
  forge = await openBesieged();
  const put = (path: string, body: unknown, method = "POST") =>
    fetch(`http://127.0.0.1:${forge.port}/repos/acme/project/${path}`, {
      method,
      headers: { authorization: `Bearer ${forge.token}` },
      body: JSON.stringify(body),
    });
  const file = (branch?: string) => ({ message: "Add", content: "eAo=", branch });
  await put("contents/main", file(), "PUT");
  const made: unknown = await (await put("git/ref/heads/main", undefined, "GET")).json();
  const { object } = z.object({ object: z.object({ sha: z.string() }) }).parse(made);
  await put("git/refs", { ref: "refs/heads/HEAD", sha: object.sha });
  await put("contents/1", file("HEAD"), "PUT");
  await put("pulls", { title: "Pull", head: "HEAD", base: "main" });
  await put("issues/1/comments", { body: "Say" });
});
afterAll(() => forge[Symbol.asyncDispose]());

const values = [
  ...[
    "%00",
    "%ZZ",
    "%ff",
    "%0a",
    "-1",
    "0",
    "1",
    "1.5",
    "99999999999999999999",
    "1e308",
    "NaN",
    "--upload-pack=x",
  ],
  ...[
    "..",
    "%2e%2e%2f",
    "refs%2fheads%2f%00",
    "a".repeat(3000),
    "main...%00",
    "main...HEAD",
    "%C3%A9",
    "HEAD",
    "main",
  ],
];
const bodies = [
  ...[
    "",
    "null",
    "[]",
    '"x"',
    "{",
    "1e999",
    "[".repeat(50_000),
    `${'{"a":'.repeat(9000)}1${"}".repeat(9000)}`,
  ],
  JSON.stringify({
    ...{ title: "\0\ud800", body: 1e308, ref: "refs/heads/\0", sha: "-x", labels: [{}], milestone: 1e308 },
    ...{
      path: "../../x",
      content: "%%%",
      message: "m",
      tree: [{ path: "..", mode: "1", type: "blob", sha: "x" }],
    },
    ...{ query: "{a".repeat(5000), head: "\0", base: "--x", name: "\0", issue_id: 1e18, assignees: ["\0"] },
  }),
  JSON.stringify({
    ...{ title: "x", body: "\0", ref: "refs/heads/x", sha: "0".repeat(40), labels: ["\0"], milestone: 1.5 },
    ...{ path: "a\0b", content: "eA==", message: "\0", name: "x", head: "HEAD", base: "main", force: true },
    ...{
      query: "query($a:Int!){viewer{login}}",
      variables: [1],
      event: "COMMENT",
      line: 1e18,
      state: "success",
    },
  }),
];

/** Asks an operation for everything that is odd; no answer may be a fault of the forge's. */
const expectNoFault = async (
  id: string,
  { method, path }: Pick<(typeof operations)[number], "method" | "path">,
) => {
  const own = path.replace("{owner}", "acme").replace("{repo}", "project");
  const targets = own.includes("{") ? values.map((value) => own.replace(/\{\w+\}/g, value)) : [own];
  const queries = [
    "",
    ...values.map((value) => `?page=${value}&q=${value}&since=${value}&sha=${value}&path=${value}`),
  ];
  const asked =
    method === "GET"
      ? [
          ...targets.map((target) => [target, ""]),
          ...queries.map((query) => [`${targets.at(-1)}${query}`, ""]),
        ]
      : [...targets.map((target) => [target, "{}"]), ...bodies.map((body) => [targets.at(-1) ?? "", body])];
  const faults: string[] = [];
  for (const [target = "", body = ""] of asked) {
    const bytes = Buffer.from(body).toString("latin1");
    const heard = await askRaw(
      forge.port,
      forge.whole(`${method} ${target}`, `Content-Length: ${bytes.length}\r\n`, bytes),
    );
    const status = statusOf(heard);
    if (status < 200 || status >= 500)
      faults.push(`${status} ${method} ${target.slice(0, 200)} ${body.slice(0, 90)}`);
  }
  expect({ id, faults }).toEqual({ id, faults: [] });
};

/** What takes the repository away, or gives it another name, is asked last or never. */
const lasting = operations.filter(({ id }) => id !== "repos/delete" && id !== "repos/update");

test.each(lasting.map(({ id, ...rest }) => [id, rest] as const))(
  "%s answers what is odd with what is wrong",
  expectNoFault,
);

const pieces = fc.constantFrom(
  ...[
    "/",
    "//",
    "repos",
    "acme",
    "project",
    "info/refs?service=git-upload-pack",
    "git-receive-pack",
    "issues",
    "1",
  ],
  ...[
    "%",
    "%00",
    "%ZZ",
    "%2f",
    "?",
    "&",
    "=",
    "#",
    "*",
    ":",
    "@",
    "[",
    "http://",
    "..",
    "\\",
    "é",
    "\t",
    "\xff",
    "_logs",
    "graphql",
  ],
);
const headers = fc.constantFrom(
  ...[
    "Content-Length: 3",
    "Content-Length: x",
    "Transfer-Encoding: chunked",
    "Expect: 100-continue",
    "Upgrade: h2c",
  ],
  ...[
    "Authorization: Basic =",
    "Authorization: Bearer ey.a.b",
    "Range: bytes=-1",
    "If-None-Match: *",
    "X",
    ": x",
    "Git-Protocol: \xff",
  ],
  ...["Content-Encoding: gzip", "Accept: \x01", "Connection: upgrade", "Host: evil", "Cookie: \xe9"],
);
const requests = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "get", ""),
  target: fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join("")),
  version: fc.constantFrom("1.1", "1.1", "1.1", "1.0", "0.9", "2.0"),
  headers: fc.array(headers, { maxLength: 4 }),
  body: fc.constantFrom("", "{}", "abc", "0000", "5\r\nab", "\0\0\0"),
});

test("requests made at random from a seed end in an answer or a connection that is closed, and it goes on", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, target, version, headers, body }) => {
      const lines = [
        "Host: 127.0.0.1",
        `Authorization: token ${forge.token}`,
        "Connection: close",
        ...headers,
      ];
      const bytes = `${method} ${target} HTTP/${version}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
      expect(statusOf(await askRaw(forge.port, bytes, 60))).toBeLessThan(500);
    }),
    { seed: 11, numRuns: runs },
  );
  await forge.expectServing();
}, 1_200_000);

const oddValues = fc.oneof(
  { depthSize: "small" },
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '"\\u0000"',
    '"constructor"',
    "1e999",
    "-0",
    "[".repeat(3000),
    '{"a":'.repeat(500),
    '"__proto__"',
  ),
);
const keys = fc.constantFrom(
  ...[
    "title",
    "body",
    "labels",
    "milestone",
    "ref",
    "sha",
    "head",
    "base",
    "query",
    "variables",
    "name",
    "path",
  ],
  ...[
    "content",
    "message",
    "tree",
    "rules",
    "conditions",
    "required_status_checks",
    "pull_requests",
    "constructor",
  ],
);
const oddBodies = fc
  .array(fc.tuple(keys, oddValues), { maxLength: 4 })
  .map((entries) => `{${entries.map(([key, value]) => `"${key}":${value}`).join(",")}}`);
const queries = fc.constantFrom(
  ...[
    "sort:constructor",
    "no:__proto__",
    "is:toString",
    `${"(".repeat(5000)}`,
    "-".repeat(3000),
    "NOT ".repeat(900),
  ],
  ...["a:b,".repeat(2000), '"', "created:>x", "label:\0", "OR OR OR", `repo:${"x/".repeat(400)}`],
);
test("and so do bodies and searches made at random, in little memory", async () => {
  const cases = fc.tuple(fc.nat(), oddBodies, queries);
  await fc.assert(
    fc.asyncProperty(cases, async ([index, body, query]) => {
      const { method, path } = lasting[index % lasting.length] ?? { method: "GET", path: "/" };
      const target = path
        .replace("{owner}", "acme")
        .replace("{repo}", "project")
        .replace(/\{\w+\}/g, "1");
      const bytes = Buffer.from(body).toString("latin1");
      const line = `${method} ${target}?q=${encodeURIComponent(query)}`;
      const heard = await askRaw(forge.port, forge.whole(line, `Content-Length: ${bytes.length}\r\n`, bytes));
      const status = statusOf(heard);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }),
    { seed: 12, numRuns: runs },
  );
  await forge.expectServing();
  expect(forge.megabytes()).toBeLessThan(300);
}, 1_200_000);

test("repos/update answers what is odd with what is wrong", () =>
  expectNoFault("repos/update", { method: "PATCH", path: "/repos/{owner}/{repo}" }));
