import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Delivery } from "../../src/core/notice/deliveries.ts";
import type { Notice } from "../../src/core/notice/notice.ts";
import { noticeText } from "../../src/core/notice/text.ts";
import type { Sink } from "../../src/core/plan/notify.ts";
import { desktopOf } from "../../src/notify/desktop.ts";
import { noticePorts } from "../../src/notify/notices.ts";
import { planWith } from "../core/scene.ts";
import { setVariables } from "../environment.ts";
import { startReceiver } from "../receiver.ts";

const plan = planWith({ a: [{}] }, { notify: [{ webhook: "HOOK" }] });
const place = { url: null, plan: "p.yml", options: "", run: "milepost run p.yml" };
const hook: Sink = { kind: "webhook", variable: "HOOK", format: "json" };
const asking = (said: string): Notice => ({
  ...{ event: "person", key: "k", todo: { id: "a-0", order: "00a", title: "A", issue: 1 } },
  ...{ reason: { code: "agent-asks", said }, command: "retry" },
});

/** Sends one notice; answers what was wrong, `null` when it arrived. */
const sendTo = async (
  sink: Sink,
  {
    said = "Which?",
    environment = {},
    root = "/",
  }: { said?: string; environment?: NodeJS.ProcessEnv; root?: string },
): Promise<string | null> => {
  const notice = asking(said);
  const delivery: Delivery = { key: "k", id: "id-1", repeat: false, notice, sink };
  const ports = noticePorts({
    plan,
    place,
    root,
    secrets: ["bot-token-4711"],
    environment,
    told: () => undefined,
  });
  const text = noticeText(notice, plan, { ...place, tracking: 9 });
  return await ports.send(delivery, text).then(
    () => null,
    (error: Error) => error.message,
  );
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "milepost-notify-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const script = (name: string, shell: string): string => {
  writeFileSync(join(dir, name), `#!/bin/sh\n${shell}\n`, { mode: 0o755 });
  return join(dir, name);
};

/** Answers one after another, then 204. */
const answers = (...all: ((response: ServerResponse) => void)[]) =>
  startReceiver((_, response) => {
    const next = all.shift();
    if (next) next(response);
    else response.writeHead(204).end();
  });
const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end("what it says is nobody's business");
  };
const hangUp = (response: ServerResponse) => {
  response.destroy();
};

test.each<[string, ((response: ServerResponse) => void)[], string | null, boolean[]]>([
  ["taken at once", [], null, [false]],
  ["refused for good", [status(404)], "it was answered 404", [false]],
  ["busy, then taken", [status(429, { "retry-after": "1" })], null, [false, false]],
  ["broken for a moment, then taken", [status(500), status(503)], null, [false, false, false]],
  ["hung up on, then taken, which may be a second time", [hangUp], null, [false, true]],
])("a webhook's notice is %s", async (_, given, problem, repeats) => {
  await using receiver = await answers(...given);
  expect(await sendTo(hook, { environment: { HOOK: receiver.url } })).toBe(problem);
  expect(receiver.posts.map(({ body }) => body.repeat)).toEqual(repeats);
  expect(new Set(receiver.posts.map(({ headers }) => headers["idempotency-key"]))).toEqual(new Set(["id-1"]));
});

test("what a program said shows no secret, whatever its shape, and no message tells a webhook's URL", async () => {
  await using receiver = await startReceiver();
  const url = receiver.url;
  const key = `sk-ant-api03-${"aB3dE6gH9j".repeat(9)}-AAAAAA`;
  const said = `use ${url} with bot-token-4711 and my-model-key-12 and ${Buffer.from("my-model-key-12").toString("base64")} and ${key}`;
  const environment = { HOOK: url, MODEL_API_KEY: "my-model-key-12" };
  for (const format of ["json", "slack", "discord"] as const)
    expect(await sendTo({ ...hook, format }, { said, environment })).toBe(null);
  const all = JSON.stringify(receiver.posts.map(({ body }) => body));
  for (const secret of ["very-secret", "4711", "my-model-key", "aB3dE6", "bXktbW9k"])
    expect(all).not.toContain(secret);
  expect(all).toContain("***");
  const wrong = await Promise.all(
    ["", "no url very-secret", "ftp://h/very-secret", await closedUrl()].map((HOOK) =>
      sendTo(hook, { environment: { HOOK } }),
    ),
  );
  expect(wrong).toEqual([
    expect.stringMatching(/HOOK is not set .*env:/),
    expect.stringMatching(/HOOK has no URL/),
    expect.stringMatching(/HOOK has no URL/),
    expect.stringMatching(/was not answered: .*ECONNREFUSED/),
  ]);
  expect(wrong.join()).not.toContain("very-secret");
});

const closedUrl = async (): Promise<string> => {
  await using receiver = await startReceiver();
  return receiver.url;
};

test("a command gets the notice as JSON, and nothing of the environment that is a secret", async () => {
  script(
    "tell.sh",
    'cat > "$(dirname "$0")/told.json"; env > "$(dirname "$0")/env.txt"; pwd >> "$(dirname "$0")/env.txt"',
  );
  using _ = setVariables({ SHOP_TOKEN: "shop-token-4711" });
  const sink: Sink = { kind: "command", command: ["./tell.sh", "--loud"] };
  expect(await sendTo(sink, { root: dir })).toBe(null);
  const told = JSON.parse(readFileSync(join(dir, "told.json"), "utf8"));
  expect(told).toMatchObject({
    version: 1,
    id: "id-1",
    event: "person",
    plan: { id: "p" },
    todo: { order: "00a" },
  });
  const environment = readFileSync(join(dir, "env.txt"), "utf8");
  expect(environment).toMatch(/^PATH=/m);
  expect(environment).not.toContain("4711");
});

test.each([
  ["that fails", "echo oh no >&2; exit 3", /it ended with 3: oh no/],
  ["that is not there", null, /there is no program/],
])("a command %s is a problem in words", async (_, shell, problem) => {
  if (shell !== null) script("tell.sh", shell);
  expect(await sendTo({ kind: "command", command: ["./tell.sh"] }, { root: dir })).toMatch(problem);
});

test("the desktop shows a notice as text, where there is one", async () => {
  script("notify-send", `printf '%s\\n' "$@" > "${dir}/shown.txt"`);
  using _ = setVariables({ PATH: `${dir}:${process.env.PATH}` });
  expect(await desktopOf("linux", {})).toBe(null);
  expect(await desktopOf("sunos", { DISPLAY: ":0" })).toBe(null);
  const desktop = await desktopOf("linux", { DISPLAY: ":0" });
  await desktop?.show("--title", '<a href="x">b</a> $(id)');
  expect(readFileSync(join(dir, "shown.txt"), "utf8")).toBe(
    '--app-name=Milepost\n--\n--title\n&lt;a href="x"&gt;b&lt;/a&gt; $(id)\n',
  );
});
