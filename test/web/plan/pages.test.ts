import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boardOf } from "../../../src/core/board/board.ts";
import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { type LocalForge, startForge } from "../../../src/forge/server.ts";
import { openPagesWith } from "../../../src/web/open.ts";
import type { PlanSource } from "../../../src/web/plan/source.ts";
import { planWith, seeing } from "../../core/scene.ts";
import { letIn, visit } from "../visitor.ts";

const title = "<img src=x onerror=alert(1)> Pay";
const plan = planWith({ a: [{ title }, {}] });
const said = "</pre><script>alert(1)</script>";
const blocked = {
  record: { status: "blocked", reason: { code: "agent-asks", said }, claimed: "c".repeat(40) },
} as const;
const now = new Date("2026-11-22T08:00:00.000Z");
const board = boardOf(desiredState(plan, seeing(plan, { "a-0": blocked, "a-1": {} })), { now });

const heard: string[] = [];
const source: PlanSource = {
  plans: [
    { id: "p", title: "P" },
    { id: "unread", title: "Another" },
  ],
  repository: { owner: "owner", repo: "shop" },
  web: "/owner/shop",
  board: async (id) => {
    if (id === "unread") throw new Error("the forge is away");
    return id === "p" ? board : null;
  },
  forget: () => undefined,
  todo: async (_, todo) => {
    const status = board.status.bodies.flatMap(({ todos }) => todos).find((one) => one.todo === todo);
    if (!status) return null;
    const remark = { at: now.toISOString(), by: "ada", where: "issue", text: `Why? ${said}` };
    return {
      ...{ board, status, body: "A", branch: "p/00a", text: "Do it", need: board.needs[0] ?? null },
      ...{ lanes: [], attempts: [], gates: null, said: [remark], findings: [], answers: [], heads: [] },
      spent: nothingSpent,
    };
  },
  say: async (id, todo, command) => {
    heard.push(`${id} ${todo} ${command}`);
    return { outcome: "obeyed", text: "It is done." };
  },
  log: async (_, __, { attempt, from }) =>
    attempt === 1
      ? { pieces: [{ step: "agent", kind: "says", text: said }].slice(from), next: 1, isOver: true }
      : null,
};

let dataDir = "";
let forge: LocalForge;
let browser: { host: string; cookie: string };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "milepost-plans-"));
  forge = await startForge({ dataDir, pages: openPagesWith({ plans: () => source }) });
  browser = await letIn(forge);
});

afterAll(async () => {
  await forge.close();
  await rm(dataDir, { recursive: true, force: true });
});

const get = (path: string) => visit(forge, path, { headers: browser });
const press = (form: Readonly<Record<string, string>>, origin = `http://${browser.host}`) =>
  visit(forge, "/-/plans/p/say", {
    method: "POST",
    headers: { ...browser, origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });

test("a board says first what waits for a person, with a button for each answer, and shows words as they stand", async () => {
  const { status, text } = await get("/-/plans/p");
  expect(status).toBe(200);
  expect(text.indexOf("Needs you")).toBeLessThan(text.indexOf("Todos</h2>"));
  expect(text).toMatch(/<form method="post" action="\/-\/plans\/p\/say"[^>]*data-command="changes"/);
  expect(text).toContain("&lt;img src=x");
  expect(text).not.toMatch(/<img|alert\(1\)<\/script>|style="/);
});

test("plans are listed with how far they are, and one that cannot be read is listed, too", async () => {
  const { text } = await get("/-/plans");
  expect(text).toContain("0 of 2 todos done");
  expect(text.match(/class="row-title"/g)).toHaveLength(2);
});

test.each([
  ["body=a&state=blocked", ["a-0"]],
  ["state=pending", ["a-1"]],
  ["body=nobody", []],
])("a board with %s shows these todos alone", async (query, todos) => {
  const { text } = await get(`/-/plans/p?${query}`);
  expect([...text.matchAll(/id="todo-([^"]+)"/g)].map(([, id]) => id)).toEqual(todos);
});

test("what is pressed is said as a comment would, and answered where it was pressed", async () => {
  const { status, text } = await press({ todo: "a-0", command: "changes", words: "Use\r\n  euros" });
  expect([status, text.includes("It is done.")]).toEqual([200, true]);
  await press({ command: "pause" });
  expect(heard).toEqual(["p a-0 changes Use euros", "p null pause"]);
});

test.each([
  ["from another page", { command: "pause" }, "http://evil.example", 403],
  ["of no form that a command has", { command: "/milepost pause" }, undefined, 422],
  ["with a line of its own", { command: "pause\n/milepost stop" }, undefined, 422],
])("a command %s is not said", async (_, form, origin, expected) => {
  const before = heard.length;
  expect((await press(form, origin)).status).toBe(expected);
  expect(heard).toHaveLength(before);
});

test("nobody but the owner is heard, and nobody without a session sees a plan", async () => {
  const token = forge.accounts.find(({ role }) => role === "bot")?.token;
  const headers = {
    authorization: `Bearer ${token}`,
    host: browser.host,
    "content-type": "application/x-www-form-urlencoded",
  };
  const body = "command=pause";
  expect((await visit(forge, "/-/plans/p/say", { method: "POST", headers, body })).status).toBe(403);
  expect((await visit(forge, "/-/plans/p", { headers: { host: browser.host } })).status).toBe(401);
});

test.each([
  ["/-/plans", 200],
  ["/-/plans/p/todos/a-0", 200],
  ["/-/plans/p/todos/a-0/attempts/1", 200],
  ["/-/plans/q", 404],
  ["/-/plans/p/todos/none", 404],
  ["/-/plans/p/todos/a-0/attempts/2", 404],
])("%s answers %d, and nothing in it runs", async (path, expected) => {
  const { status, text } = await get(path);
  expect(status).toBe(expected);
  expect(text).not.toMatch(/<script>|<img/);
});

test("a log goes on from a piece on", async () => {
  const first = await get("/-/plans/p/todos/a-0/attempts/1?form=json");
  expect(JSON.parse(first.text)).toEqual({
    pieces: [{ step: "agent", kind: "says", text: said }],
    ...{ next: 1, isOver: true },
  });
  const rest = await get("/-/plans/p/todos/a-0/attempts/1?form=json&from=1");
  expect(JSON.parse(rest.text).pieces).toEqual([]);
});
