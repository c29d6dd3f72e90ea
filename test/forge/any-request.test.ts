import { type Besieged, openBesieged } from "./besieged.ts";
import { askRaw, statusOf } from "./raw.ts";

let forge: Besieged;

beforeAll(async () => {
  forge = await openBesieged();
});
afterAll(() => forge[Symbol.asyncDispose]());

const whole: Besieged["whole"] = (...parts) => forge.whole(...parts);
const posted = (path: string, headers: string, body = "") =>
  whole(`POST ${path}`, `Content-Type: application/x-${path.split("/").at(-1)}-request\r\n${headers}`, body);

const issues = "/repos/acme/project/issues";
const signature = `${"a".repeat(42)}%C3%A9`;

describe("whatever is asked for, the answer is no fault of the forge's, and it goes on", () => {
  test.each([
    ["an escape that is none, in git's address", "/%ZZ/x/info/refs?service=git-upload-pack", 400],
    ["half an escape", "/acme/%/git-upload-pack", 400],
    ["an escape of half a character", "/acme/%ff/info/refs?service=git-upload-pack", 400],
    ["a NUL in git's address", "/acme/%00/info/refs?service=git-upload-pack", 404],
    ["an escape that is none, in the API's address", "/repos/%ZZ/x", 404],
    ["a NUL in the API's address", "/repos/acme/%00", 404],
    ["escapes that are none in the query", `${issues}?page=%ZZ&labels=%ff`, 200],
    ["a page that is no number of ours", `${issues}?page=999999999999999999999&per_page=-1`, 200],
    ["double slashes", "//repos//acme//project", 404],
    ["two slashes that look like a host", "//evil.example/repos", 404],
    ["slashes alone", "////", 404],
    ["a backslash", "/repos\\acme", 400],
    ["folders above", "/repos/../../etc/passwd", 404],
    ["a whole address", "http://127.0.0.1/repos/acme/%ZZ", 404],
    ["a whole address that is none", "http://[::1/repos", 421],
    ["a whole address without its host", "http:///repos/x/y", 421],
    ["another scheme", "ftp://x/repos", 421],
    ["a port that is none", "http://127.0.0.1:99999/x", 400],
    ["a star", "*", 400],
    ["a host alone", "127.0.0.1:80", 400],
    ["an artifact by a signature of more bytes than characters", `/_artifacts/1/${signature}`, 403],
    ["a log by such a signature", `/_logs/job/1/${signature}`, 403],
    ["a long path", `/${"a/".repeat(4000)}`, 404],
  ])("%s", async (_, target, status) => {
    expect(statusOf(await askRaw(forge.port, whole(`GET ${target}`)))).toBe(status);
    for (const method of ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"]) {
      const answered = statusOf(await askRaw(forge.port, whole(`${method} ${target}`)));
      expect(answered).toBeGreaterThanOrEqual(200);
      expect(answered).toBeLessThan(500);
    }
    await forge.expectServing();
  });
});

const twirp = "/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts";
const git = (service: string, headers: string, body = "abcd") =>
  posted(`/acme/project/git-${service}`, `Content-Length: ${body.length}\r\n${headers}`, body);

describe("however it is asked, the answer is no fault of the forge's, and it goes on", () => {
  test.each<[string, number, () => string]>([
    ["HTTP/1.0 without a host", 400, () => "GET /user HTTP/1.0\r\n\r\n"],
    ["HTTP/1.1 without a host", 400, () => "GET /user HTTP/1.1\r\n\r\n"],
    ["a host that is none", 421, () => "GET /user HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
    ["an upgrade", 200, () => whole("GET /user", "Upgrade: websocket\r\nConnection: Upgrade\r\n")],
    ["HTTP/2", 400, () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["TLS", 400, () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["a huge header", 431, () => whole("GET /user", `X: ${"x".repeat(100_000)}\r\n`)],
    ["thousands of headers", 200, () => whole("GET /user", "X: y\r\n".repeat(2100))],
    ["a NUL in a header", 400, () => whole("GET /user", "X: \0\r\n")],
    ["an expectation", 422, () => posted(issues, "Expect: 100-continue\r\nContent-Length: 2\r\n", "{}")],
    ["an odd expectation", 417, () => posted(issues, "Expect: magic\r\nContent-Length: 2\r\n", "{}")],
    ["a negative length", 400, () => posted(issues, "Content-Length: -1\r\n", "{}")],
    ["a length beyond all bounds", 413, () => posted(issues, "Content-Length: 99999999999\r\n", "{}")],
    ["two lengths", 400, () => posted(issues, "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}")],
    ["a chunk of no length", 400, () => posted(issues, "Transfer-Encoding: chunked\r\n\r\nZZ\r\n", "{}")],
    ["half of JSON", 400, () => posted(issues, "Content-Length: 1\r\n", "{")],
    [
      "a deep body",
      400,
      () => posted(issues, "Content-Length: 200000\r\n", `${"[".repeat(1e5)}${"]".repeat(1e5)}`),
    ],
    [
      "a token in Latin-1",
      401,
      () =>
        "GET /user HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer \xe9\r\n\r\n",
    ],
    [
      "a job's token in Latin-1",
      401,
      () =>
        `POST ${twirp} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer a.b.${"a".repeat(42)}\xe9\r\n\r\n`,
    ],
    ["a fetch whose body is none", 200, () => git("upload-pack", "")],
    ["a fetch that is not packed as it says", 200, () => git("upload-pack", "Content-Encoding: gzip\r\n")],
    ["a push whose body is none", 200, () => git("receive-pack", "")],
    [
      "a fetch without a type",
      415,
      () => whole("POST /acme/project/git-upload-pack", "Content-Length: 0\r\n"),
    ],
    [
      "an odd protocol of git's",
      200,
      () =>
        whole(
          "GET /acme/project/info/refs?service=git-upload-pack",
          `Git-Protocol: version=\xff;${"x".repeat(3000)}\r\n`,
        ),
    ],
  ])("%s", async (_, status, bytes) => {
    expect(statusOf(await askRaw(forge.port, bytes()))).toBe(status);
    await forge.expectServing();
  });
});

const cutOff: [string, () => string][] = [
  ["a push", () => posted("/acme/project/git-receive-pack", "Content-Length: 4000\r\n", "0000")],
  ["a fetch", () => posted("/acme/project/git-upload-pack", "Content-Length: 4000\r\n", "0000")],
  ["an answer of git's", () => whole("GET /acme/project/info/refs?service=git-upload-pack")],
  ["a body", () => posted(issues, "Content-Length: 4000\r\n", '{"title"')],
  ["a body in chunks", () => posted(issues, "Transfer-Encoding: chunked\r\n", '5\r\n{"ti')],
  ["a query", () => posted("/graphql", "Content-Length: 4000\r\n", '{"query"')],
  ["what waits to be told to go on", () => posted(issues, "Expect: 100-continue\r\nContent-Length: 2\r\n")],
  ["a head", () => `GET ${issues} HTTP/1.1\r\nHo`],
];

test.each(cutOff.flatMap(([what, bytes]) => [1, 60].map((ms) => ({ what, ms, bytes }))))(
  "$what that is cut off after $ms ms is nobody's fault",
  async ({ bytes, ms }) => {
    await askRaw(forge.port, bytes(), ms);
    await forge.expectServing();
  },
);
