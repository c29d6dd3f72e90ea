import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import Database from "libsql";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { openStore } from "../../src/forge/store.ts";
import { memory } from "../folders.ts";
import { startServerProcess } from "./server-process.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(memory, "milepost-forge-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A client that keeps quiet about a server that was killed. */
const clientOf = ({ url, accounts }: Pick<LocalForge, "url" | "accounts">) =>
  new Octokit({
    baseUrl: url,
    auth: accounts.find(({ role }) => role === "bot")?.token,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });

const project = { owner: "acme", repo: "project" };

test("a restarted forge has the same identities with new tokens, the same repositories and issues", async () => {
  const first = await startForge({ dataDir });
  await first.createRepository({ owner: "acme", name: "project" });
  await clientOf(first).issues.create({ ...project, title: "Keep me", labels: ["kept"] });
  await first.close();

  await using second = await startForge({ dataDir });
  const withoutToken = ({ login, role }: LocalForge["accounts"][number]) => ({ login, role });
  expect(second.accounts.map(withoutToken)).toEqual(first.accounts.map(withoutToken));
  const old = clientOf({ url: second.url, accounts: first.accounts });
  await expect(old.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
  const { data } = await clientOf(second).issues.get({ ...project, issue_number: 1 });
  expect(data).toMatchObject({ title: "Keep me", labels: [{ name: "kept" }] });
});

test("a repository that is there already is found, not made again", async () => {
  await using forge = await startForge({ dataDir });
  await forge.createRepository({ owner: "acme", name: "project" });
  await clientOf(forge).issues.create({ ...project, title: "Keep me" });
  expect(await forge.createRepository({ owner: "acme", name: "project" })).toEqual({
    fullName: "acme/project",
  });
  expect((await clientOf(forge).issues.listForRepo(project)).data).toHaveLength(1);
});

test("a full disk is told as what it is, with what to do, and what was written before stays", () => {
  // Ten pages are as little room as a disk that is full.
  using store = openSmall(join(dataDir, "small.sqlite"));
  const write = (text: string) => store.transaction(() => store.run("insert into notes values (?)", text));
  write("kept");
  expect(() => write("x".repeat(100_000))).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("see that its disk has room") }),
  );
  expect(store.all("select * from notes")).toEqual([{ text: "kept" }]);
});

const openSmall = (file: string) => {
  const store = openStore(file, ["create table notes (text); pragma max_page_count = 10"]);
  return { ...store, [Symbol.dispose]: store.close };
};

test("a port that is taken is refused with what to do", async () => {
  await using forge = await startForge({ dataDir });
  const other = startForge({ dataDir: join(dataDir, "other"), port: forge.port });
  await expect(other).rejects.toMatchObject({ hint: "choose another port, or an address of this machine" });
});

test("what was acknowledged survives kill -9, and nothing is half written", async () => {
  const acknowledged = new Set<number>();
  for (const round of [1, 2, 3]) {
    const { child, ...forge } = await startServerProcess(dataDir);
    const client = clientOf(forge);
    const write = async (): Promise<void> => {
      for (;;) {
        const issue = await client.issues.create({ ...project, title: `${round}`, labels: ["a", "b"] });
        acknowledged.add(issue.data.number);
        if (acknowledged.size === round * 20) child.kill("SIGKILL");
      }
    };
    await Promise.allSettled([write(), write(), write()]);
  }

  await using forge = await startForge({ dataDir });
  const client = clientOf(forge);
  const issues = await client.paginate(client.issues.listForRepo, { ...project, per_page: 100 });
  const numbers = issues.map(({ number }) => number);
  expect(numbers).toEqual(expect.arrayContaining([...acknowledged]));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(issues.every(({ labels }) => labels.length === 2)).toBe(true);
  const database = new Database(join(dataDir, "forge.sqlite"), { readonly: true });
  expect(database.prepare("pragma integrity_check").get()).toMatchObject({ integrity_check: "ok" });
  database.close();
});

test("a damaged database is told by its path and what to do, and a damaged lock is made anew", async () => {
  await writeFile(join(dataDir, "lock.sqlite"), "no database at all");
  await writeFile(join(dataDir, "forge.sqlite"), "no database at all".repeat(100));
  await expect(startForge({ dataDir })).rejects.toMatchObject({
    message: `the forge's database ${join(dataDir, "forge.sqlite")} is damaged`,
    hint: expect.stringContaining(`move ${dataDir} away and run again`),
  });
});
