import { sealed } from "../sealed.ts";
import type { Scenarios } from "./scenario.ts";

export const secretsScenarios: Scenarios = {
  "a repository's secrets are kept, named and deleted": async ({ call }) => {
    const { key, key_id } = await call("actions/get-repo-public-key", 200);
    const at = { secret_name: "TOKEN" };
    const set = (expected: 201 | 204 | 422, encrypted_value: string) =>
      call("actions/create-or-update-repo-secret", expected, { at, body: { encrypted_value, key_id } });
    await set(201, sealed("first", key));
    await set(204, sealed("second", key));
    await set(422, "bm90IHNlYWxlZA==");
    expect(await call("actions/get-repo-secret", 200, { at })).toMatchObject({ name: "TOKEN" });
    const { secrets } = await call("actions/list-repo-secrets", 200);
    expect(secrets.map(({ name }) => name)).toEqual(["TOKEN"]);
    await call("actions/delete-repo-secret", 204, { at });
    await call("actions/get-repo-secret", 404, { at });
  },
};
