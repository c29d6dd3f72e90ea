import type { Script } from "../runner.ts";
import { sealed } from "../sealed.ts";
import { openStudio, type Studio, workflow } from "./runs.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

test("a repository's secrets are set sealed and given to its jobs, and nobody reads them, nor a job's token their names", async () => {
  let asked = 0;
  const asks: Script = async ({ environment, secrets }) => {
    const url = `${environment.GITHUB_API_URL}/repos/${environment.GITHUB_REPOSITORY}/actions/secrets`;
    asked = (await fetch(url, { headers: { authorization: `Bearer ${secrets.GITHUB_TOKEN}` } })).status;
    return { conclusion: "success", steps: {} };
  };
  const job = { ask: "steps: [{ run: ask }]" };
  const text = workflow("on: workflow_dispatch\npermissions: write-all", job);
  const { octokit, at, orders, dispatch, reaches } = await studio.scene({ "main.yml": text }, { ask: asks });
  const { data: key } = await octokit.actions.getRepoPublicKey(at);
  const set = async (secret_name: string, encrypted_value: string) =>
    (
      await octokit.actions.createOrUpdateRepoSecret({
        ...{ ...at, secret_name, encrypted_value, key_id: key.key_id },
      })
    ).status;
  expect(await set("own", sealed("first", key.key))).toBe(201);
  expect(await set("OWN", sealed("très secret", key.key))).toBe(204);
  await expect(set("own", sealed("x", Buffer.alloc(32, 9).toString("base64")))).rejects.toThrow(
    "not encrypted",
  );
  await expect(set("GITHUB_X", sealed("x", key.key))).rejects.toThrow("name is invalid");
  expect((await octokit.actions.listRepoSecrets(at)).data).toMatchObject({
    total_count: 1,
    secrets: [{ name: "OWN" }],
  });
  await reaches(await dispatch(), "completed");
  expect(orders[0]?.secrets).toMatchObject({ KEY: "s", OWN: "très secret" });
  expect(asked).toBe(403);
  await octokit.actions.deleteRepoSecret({ ...at, secret_name: "OWN" });
  await expect(octokit.actions.getRepoSecret({ ...at, secret_name: "OWN" })).rejects.toMatchObject({
    status: 404,
  });
});
