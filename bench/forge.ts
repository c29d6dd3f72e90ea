import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type LocalForge, startForge } from "../src/forge/server.ts";
import { openPages } from "../src/web/open.ts";
import { type Figure, median } from "./figure.ts";
import { largePull } from "./large-pull.ts";
import { seedIssues } from "./many-issues.ts";
import { newPlace } from "./place.ts";

const rounds = 15;

/** Lists and pages of a repository with 20,000 issues, beside a server that sends the same bytes and does no more. */
export const measureForge = async (): Promise<Figure[]> => {
  await using place = await newPlace();
  const dataDir = join(place.dir, "forge");
  await seedIssues(dataDir, { from: place.repository, count: 20_000 });
  await using forge = await startForge({ dataDir, pages: openPages });
  const number = await largePull(place, forge, 700);
  const asked = [
    { name: "API, 100 of 20,000 issues", path: "/repos/owner/repository/issues?per_page=100", most: 11 },
    { name: "page of 50 of 20,000 issues", path: "/owner/repository/issues", most: 100 },
    { name: "page of a change of 700 lines", path: `/owner/repository/pull/${number}/files`, most: 200 },
    { name: "page of its pull request", path: `/owner/repository/pull/${number}`, most: 200 },
  ];
  const figures: Figure[] = [];
  for (const { name, path, most } of asked) {
    const { value, floor } = await measured(forge, path);
    figures.push({ name, unit: "ms", value, floor, target: { of: "value", most } });
  }
  return figures;
};

const measured = async (forge: LocalForge, path: string): Promise<{ value: number; floor: number }> => {
  const token = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const headers = { authorization: `Bearer ${token}` };
  const body = await bytesOf(forge.port, path, headers);
  const server = createServer((_, response) => response.end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const times: { ours: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round++)
    times.push({
      floor: await timed(() => bytesOf(port, path, headers)),
      ours: await timed(() => bytesOf(forge.port, path, headers)),
    });
  server.close();
  return { value: median(times.map(({ ours }) => ours)), floor: median(times.map(({ floor }) => floor)) };
};

const bytesOf = (port: number, path: string, headers: Readonly<Record<string, string>>): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        answer.statusCode === 200
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`${path} answered ${answer.statusCode}`)),
      );
    });
    asked.on("error", reject);
    asked.end();
  });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};
