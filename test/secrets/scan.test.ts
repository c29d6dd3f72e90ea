import { performance } from "node:perf_hooks";
import fc from "fast-check";
import type { ChangedLines } from "../../src/gates/changed-lines.ts";
import { checkSecrets } from "../../src/gates/secrets.ts";
import { withoutSecrets } from "../../src/secrets/hide.ts";
import { piecesOf } from "../../src/secrets/pieces.ts";
import { scanSecrets } from "../../src/secrets/scan.ts";

/** Made when the test runs, so that no scanner takes this file for a leak. */
const token = `ghp${"_"}wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx`;
const dashes = "-".repeat(5);
const key = [
  `${dashes}BEGIN RSA PRIVATE KEY${dashes}`,
  ...Array.from({ length: 12 }, () => "MIIEowIBAAKCAQEAx9vT".repeat(3)),
  `${dashes}END RSA PRIVATE KEY${dashes}`,
];

const file = (path: string, lines: [number, string][], more: Partial<ChangedLines> = {}): ChangedLines => ({
  path,
  from: null,
  status: "changed",
  binary: false,
  added: lines.map(([number, text]) => ({ number, text })),
  deleted: [],
  cut: false,
  commit: null,
  ...more,
});

const sha = "a".repeat(40);
const id = expect.stringMatching(/^[0-9a-f]{10}$/);

test("what programs say shows no secret, wherever they say it, and all else as it is", async () => {
  const said = {
    ok: false,
    how: `it said ${token}`,
    wants: ["src/a.ts"],
    outcome: { summary: key.join("\n") },
  };
  expect(await withoutSecrets(async () => said)()).toEqual({
    ...said,
    how: "it said ***",
    outcome: { summary: expect.not.stringContaining(key[1] ?? "") },
  });
  expect(await withoutSecrets(async (head: string) => ({ head }))(sha)).toEqual({ head: sha });
});

test("a finding names file, line and rule, and nothing of the secret", async () => {
  const scan = await scanSecrets([
    file("src/a.ts", [
      [3, "const a = 1;"],
      [12, `const token = "${token}";`],
    ]),
    file(
      "key",
      key.map((line, at) => [at + 7, line]),
    ),
  ]);
  expect(scan).toEqual({
    findings: [
      { id, path: "src/a.ts", line: 12, rule: "github/GITHUB_TOKEN", commit: null },
      { id, path: "key", line: 7, rule: "privatekey/PrivateKey", commit: null },
    ],
    unscanned: [],
  });
  const result = checkSecrets(scan);
  expect(result).toMatchObject({ name: "secrets", kind: "failed" });
  expect(result.message).toMatch(
    /^2 secrets in added lines: src\/a\.ts:12 \(github\/GITHUB_TOKEN, finding [0-9a-f]{10}\), key:7 \(privatekey/,
  );
  for (const secret of [token, "wWPw5", "MIIE"]) expect(JSON.stringify(result)).not.toContain(secret);
});

test("a comment cannot switch the scan off", async () => {
  const lines: [number, string][] = [
    [1, "// secretlint-disable"],
    [2, `const token = "${token}"; // secretlint-disable-line`],
  ];
  expect((await scanSecrets([file("a.ts", lines)])).findings).toHaveLength(1);
});

test("a secret that a later commit removed is told with its commit, one that stayed is told once", async () => {
  const other = token.replace("wWPw", "xXPw");
  const { findings } = await scanSecrets([
    file("a", [[9, token]]),
    file("a", [[8, token]], { commit: sha }),
    file("a", [[1, other]], { commit: sha }),
  ]);
  expect(findings.map(({ line, commit }) => [line, commit])).toEqual([
    [9, null],
    [1, sha],
  ]);
  expect(checkSecrets({ findings, unscanned: [] }).message).toContain(
    `a:1 (github/GITHUB_TOKEN, finding ${findings[1]?.id ?? ""}, in commit aaaaaaa)`,
  );
});

test("a secret is found anywhere in a very long line", async () => {
  const line = `${" x".repeat(131_060)} ${token} ${"x ".repeat(300_000)}`;
  expect((await scanSecrets([file("bundle.js", [[4, line]])])).findings).toEqual([
    { id, path: "bundle.js", line: 4, rule: "github/GITHUB_TOKEN", commit: null },
  ]);
});

test("lines that are apart in the file are apart in the scan", async () => {
  const halves: [number, string][] = key.map((line, at) => [at < 6 ? at + 1 : at + 100, line]);
  expect(piecesOf(file("key", halves))[0]?.numbers.slice(4, 8)).toEqual([5, 6, 6, 106]);
});

test("what is too large to be scanned is not judged, which stops it", async () => {
  const result = checkSecrets(await scanSecrets([file("big.json", [], { cut: true })]));
  expect(result).toMatchObject({
    kind: "unjudged",
    lacks: "secrets",
    message: "Too large to be scanned for secrets: big.json. Split the change.",
  });
});

test("a person lets a finding pass, and no other secret in its place", async () => {
  const scanOf = (secret: string) => scanSecrets([file("a.ts", [[1, secret]])]);
  const scan = await scanOf(token);
  const allowed = scan.findings.map((finding) => finding.id);
  expect(checkSecrets(scan, allowed)).toMatchObject({
    kind: "passed",
    message: "no secrets in the added lines; 1 finding let pass by people",
  });
  expect(checkSecrets(await scanOf(token.replace("wWPw", "xXPw")), allowed).kind).toBe("failed");
  expect(checkSecrets({ ...scan, findings: [], ignored: 2 }).message).toMatch(
    /; 2 findings let pass by people$/,
  );
});

test("a change without secrets passes", async () => {
  expect(checkSecrets(await scanSecrets([file("a.ts", [[1, "const password = read();"]])]))).toEqual({
    name: "secrets",
    kind: "passed",
    message: "no secrets in the added lines",
    evidence: { of: "secrets", findings: [] },
  });
});

test("no line, however made, breaks the scan", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 5 }),
      async (lines) => {
        const { findings } = await scanSecrets([
          file(
            "a",
            lines.map((line, at) => [at + 1, line]),
          ),
        ]);
        for (const { line } of findings) expect(line).toBeLessThanOrEqual(lines.length);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["behind a line end", (secret: string) => JSON.stringify({ text: `example\n${secret}\n` })],
  ["with NULs between", (secret: string) => JSON.stringify({ text: [...secret].join("\0") })],
  ["in JSON within JSON", (secret: string) => JSON.stringify(JSON.stringify(`a\n${secret}`))],
  ["in bytes", (secret: string) => `"a\\x20${secret}"`],
])("a secret in a text of JSON is seen %s, and told of once", async (_, written) => {
  const { findings } = await scanSecrets([
    file("a.json", [
      [1, "{}"],
      [2, written(token)],
    ]),
  ]);
  expect(findings.map(({ line }) => line)).toEqual([2]);
});

test("pieces hold every added line", () => {
  const lines: [number, string][] = Array.from({ length: 900 }, (_, at) => [at + 1, "y".repeat(1000)]);
  const pieces = piecesOf(file("a", lines));
  expect(pieces.length).toBeGreaterThan(3);
  expect(new Set(pieces.flatMap(({ numbers }) => numbers)).size).toBe(900);
});

test("a scan leaves no notes of its own behind, which would make every later one slower", async () => {
  await scanSecrets([file("a.ts", [[1, "a"]]), file("b.ts", [[1, token]])]);
  const marks = performance.getEntriesByType("mark").map(({ name }) => name);
  expect(marks.filter((name) => name.startsWith("@core"))).toEqual([]);
});
