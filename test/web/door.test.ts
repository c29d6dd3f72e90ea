import { openPages } from "../../src/web/open.ts";
import { openSessions } from "../../src/web/sessions.ts";
import { clientOf } from "../forge/client.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { letIn, visit } from "./visitor.ts";

let world: World;
let workshop: Workshop;
let inside: { host: string; cookie: string };
let issue: string;
beforeAll(async () => {
  world = await openWorld({ pages: openPages });
  workshop = await world.repository();
  inside = await letIn(world.forge);
  const { data } = await clientOf(world, "bot").rest.issues.create({
    ...{ owner: "acme", repo: workshop.repo, title: "Sweep the <floor>", body: "**Now**" },
  });
  issue = new URL(data.html_url).pathname;
});
afterAll(() => world[Symbol.asyncDispose]());

const api = () => new URL(world.forge.url).host;
const bearer = () => ({ authorization: `Bearer ${world.token("owner")}` });

describe("the address that lets somebody in", () => {
  test("works once, sets a cookie that scripts and other sites do not get, and leads on", async () => {
    const entrance = new URL(world.forge.pages?.entrance("owner", "/acme?x=1") ?? "");
    const first = await visit(world.forge, entrance.pathname + entrance.search, {
      headers: { host: entrance.host },
    });
    expect(first.status).toBe(200);
    expect(first.headers.refresh).toBe("0; url=/acme?x=1");
    expect(String(first.headers["set-cookie"])).toMatch(
      /^milepost-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const second = await visit(world.forge, entrance.pathname, { headers: { host: entrance.host } });
    expect([second.status, second.headers["set-cookie"]]).toEqual([401, undefined]);
  });

  test.each(["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "leads nowhere else: %s",
    async (to) => {
      const entrance = new URL(world.forge.pages?.entrance("owner", to) ?? "");
      const answer = await visit(world.forge, entrance.pathname + entrance.search, {
        headers: { host: entrance.host },
      });
      expect(answer.headers.refresh).toBe("0; url=/");
    },
  );

  test("is of no use under another name", async () => {
    const { pathname, host } = new URL(world.forge.pages?.entrance("owner") ?? "");
    expect((await visit(world.forge, pathname, { headers: { host: api() } })).status).toBe(401);
    expect((await visit(world.forge, pathname, { headers: { host } })).status).toBe(200);
  });

  test("is given to whoever has a token, for its user", async () => {
    const answer = await visit(world.forge, "/-/entrances", {
      method: "POST",
      headers: { host: api(), ...bearer() },
    });
    expect(answer.status).toBe(201);
    expect(new URL(JSON.parse(answer.text).url).host).toBe(inside.host);
  });

  test("is too old after a night", () => {
    let now = 0;
    const sessions = openSessions(() => now);
    const [early, late] = [sessions.invite("owner"), sessions.invite("owner")];
    now += 15 * 3_600_000;
    expect(sessions.redeem(early)).not.toBeNull();
    now += 2 * 3_600_000;
    expect(sessions.redeem(late)).toBeNull();
  });
});

describe("a page", () => {
  test.each([
    ["by cookie, under the pages' name", () => ({ host: inside.host, cookie: inside.cookie }), 200],
    [
      "by cookie among a stranger's",
      () => ({ host: inside.host, cookie: `milepost-session=x; ${inside.cookie}` }),
      200,
    ],
    ["by token, under the pages' name", () => ({ host: inside.host, ...bearer() }), 200],
    ["by token, where the API is", () => ({ host: api(), ...bearer() }), 200],
    ["not by cookie where the API is", () => ({ host: api(), cookie: inside.cookie }), 401],
    [
      "not by cookie under another name",
      () => ({ host: `x.localhost:${world.forge.port}`, cookie: inside.cookie }),
      401,
    ],
    [
      "not under the name without its port",
      () => ({ host: inside.host.split(":")[0] ?? "", cookie: inside.cookie }),
      401,
    ],
    ["not by nothing", () => ({ host: inside.host }), 401],
    ["not by a wrong cookie", () => ({ host: inside.host, cookie: "milepost-session=wrong" }), 401],
    ["not by a wrong token", () => ({ host: inside.host, authorization: "Bearer mp_wrong" }), 401],
    ["not for a foreign host", () => ({ host: "evil.example", ...bearer() }), 421],
  ])("is shown %s", async (_, headers, status) => {
    const answer = await visit(world.forge, issue, { headers: { accept: "text/html", ...headers() } });
    expect(answer.status).toBe(status);
    expect(answer.text.includes("Sweep the &lt;floor&gt;")).toBe(status === 200);
  });

  test("is JSON to a program without a token, and to one that asks for what there is not", async () => {
    const nobody = await visit(world.forge, issue, { headers: { host: api() } });
    expect([nobody.status, nobody.headers["content-type"]]).toEqual([401, "application/json; charset=utf-8"]);
    const nothing = await visit(world.forge, "/no/such/thing", { headers: { host: api(), ...bearer() } });
    expect([nothing.status, JSON.parse(nothing.text).message]).toEqual([404, "Not Found"]);
  });

  test("carries a policy that lets only the package's own files in", async () => {
    for (const [path, status] of [
      [issue, 200],
      ["/no/such/thing", 404],
      ["/", 200],
    ] as const) {
      const { headers, text, status: is } = await visit(world.forge, path, { headers: inside });
      expect(is).toBe(status);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
      expect(text).not.toMatch(/<script(?![^>]* src="\/-\/assets\/)|<style|\son\w+=|\sstyle=/);
    }
  });

  test("is all that answers under the pages' name: the API does not", async () => {
    expect((await visit(world.forge, `/repos/acme/${workshop.repo}`, { headers: inside })).status).toBe(404);
    expect((await visit(world.forge, "/user", { headers: inside })).text).toMatch(/^<!DOCTYPE html>/);
  });
});

describe("a form", () => {
  const send = (headers: Record<string, string>) =>
    visit(world.forge, `${issue}/comments`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ body: "Swept.\r\nTwice." }).toString(),
    });
  const comments = async () => {
    const at = { owner: "acme", repo: workshop.repo, issue_number: 1 };
    return (await clientOf(world, "bot").rest.issues.listComments(at)).data;
  };

  test.each([
    ["no origin", {}],
    ["none that it says", { origin: "null" }],
    ["another site", { origin: "http://evil.example" }],
    ["another port of the same name", { origin: "http://HOST:1" }],
    ["the name without a port", { origin: "http://HOST" }],
    ["the API's address", { origin: "http://127.0.0.1:PORT" }],
    ["another scheme", { origin: "https://HOST:PORT" }],
  ])("from %s is refused", async (_, given) => {
    const [name = "", port = ""] = inside.host.split(":");
    const filled = Object.entries(given).map(([key, value]) => [
      key,
      value.replace("HOST", name).replace("PORT", port),
    ]);
    expect((await send({ ...inside, ...Object.fromEntries(filled) })).status).toBe(403);
    expect(await comments()).toEqual([]);
  });

  test("from a page does what the operation does, in the person's name, and leads back", async () => {
    const answer = await send({ ...inside, origin: `http://${inside.host}` });
    expect(answer.status).toBe(303);
    const [made] = await comments();
    expect(made).toMatchObject({ body: "Swept.\nTwice.", user: { login: "owner" } });
    expect(answer.headers.location).toBe(`${issue}#issuecomment-${made?.id}`);
  });
});
