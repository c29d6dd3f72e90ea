import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf } from "../children.ts";
import { askRaw } from "./raw.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
});
afterAll(() => world[Symbol.asyncDispose]());

const backend = async () => {
  for (;;) {
    const [found] = await childrenOf(process.pid, "http-backend");
    if (found) return found;
    await sleep(10);
  }
};

const services = ["upload-pack", "receive-pack"] as const;
const signals = ["SIGKILL", "SIGINT", "SIGTERM"] as const;

test.each(services.flatMap((service) => signals.map((signal) => ({ service, signal }))))(
  "a git-$service that dies of $signal in the middle of a request ends it, and stops no later one",
  async ({ service, signal }) => {
    const head = `POST /acme/${workshop.repo}/git-${service} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${world.token("bot")}`;
    const type = `Content-Type: application/x-git-${service}-request\r\nConnection: close\r\nContent-Length: 4000`;
    const asked = askRaw(world.forge.port, `${head}\r\n${type}\r\n\r\n00`, 600_000);
    const { pid, group } = await backend();
    expect(group).toBe(pid);
    await sleep(50);
    process.kill(pid, signal);
    // It says so where nothing was answered yet, and else breaks off: the last chunk would make it look whole.
    const answer = await asked;
    if (!answer.startsWith("HTTP/1.1 503 ")) expect(answer).not.toContain("\r\n0\r\n");
    expect(await workshop.push(`after-${service}-${signal}`, { a: "a\n" }, "main")).toMatch(/^[0-9a-f]{40}$/);
  },
);

test("an answer that breaks off does not look whole", async () => {
  const large = Array.from({ length: 120_000 }, () => Math.random()).join("\n");
  const sha = await workshop.push("main", { large });
  const packet = (text: string) => `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
  const response = await fetch(`${world.forge.url}/acme/${workshop.repo}/git-upload-pack`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${world.token("bot")}`,
      "content-type": "application/x-git-upload-pack-request",
    },
    body: `${packet(`want ${sha}\n`)}0000${packet("done\n")}`,
  });
  expect(response.status).toBe(200);
  process.kill((await backend()).pid, "SIGKILL");
  await expect(response.arrayBuffer()).rejects.toThrow("terminated");
});
