import { join } from "node:path";
import Database from "libsql";
import { startForge } from "../src/forge/server.ts";

const recordOf = (number: number): string =>
  `<!-- milepost-todo {"v":2,"kind":"todo","todo":"todo-${number}","state":"pending"} -->\n${"What is to be done, in words. ".repeat(30)}`;

/** Fills a forge's data with so many issues of one milestone, two labels each, as no request could in the time. */
export const seedIssues = async (
  dataDir: string,
  { from, count }: { from: string; count: number },
): Promise<void> => {
  const forge = await startForge({ dataDir });
  await forge.createRepository({ owner: "owner", name: "repository", from, base: "main" });
  await forge.close();
  const database = new Database(join(dataDir, "forge.sqlite"));
  const ids = database.prepare("select id, owner_id from repositories").get() as {
    id: number;
    owner_id: number;
  };
  const at = "2026-01-01T00:00:00Z";
  database.exec("begin");
  const { id, owner_id } = ids;
  database.exec(`insert into milestones (id, repository_id, number, title, state, creator_id, created_at, updated_at)
    values (1, ${id}, 1, 'A long night', 'open', ${owner_id}, '${at}', '${at}');
    insert into labels (id, repository_id, name, color) values (1, ${id}, 'milepost', 'ededed'), (2, ${id}, 'todo', 'ededed')`);
  const issue = database.prepare(
    `insert into issues (id, repository_id, number, is_pull, title, body, user_id, milestone_id, created_at, updated_at)
     values (?, ?, ?, 0, ?, ?, ?, 1, ?, ?)`,
  );
  const label = database.prepare("insert into issue_labels (issue_id, label_id) values (?, ?)");
  for (let number = 1; number <= count; number++) {
    const time = new Date(Date.parse(at) + number * 60_000).toISOString().replace(/\.\d+/, "");
    issue.run(number, id, number, `Todo ${number} of a long night`, recordOf(number), owner_id, time, time);
    for (const one of [1, 2]) label.run(number, one);
  }
  database.exec(`update repositories set next_number = ${count + 1}, next_milestone = 2`);
  database.exec("commit");
  database.close();
};
