import { newApp } from "../app.ts";
import type { Scenarios } from "./scenario.ts";

/** The App that the contract's forge knows. */
export const contractApp = newApp(1, "milepost");

export const appsScenarios: Scenarios = {
  "an App tells who it is by a token that its key has signed and that is in time": async ({ call }) => {
    const as = (token: string) => ({ as: "anonymous", token }) as const;
    expect(await call("apps/get-authenticated", 200, as(contractApp.jsonWebToken()))).toMatchObject({
      id: 1,
      slug: "milepost",
    });
    const wrong = [
      [newApp(1, "milepost").jsonWebToken(), "A JSON web token could not be decoded"],
      [newApp(2, "other").jsonWebToken(), "A JSON web token could not be decoded"],
      [contractApp.jsonWebToken({ expires: -1 }), "'Expiration time' claim"],
      [contractApp.jsonWebToken({ expires: 3600 }), "is too far in the future"],
      [contractApp.jsonWebToken({ issued: 200 }), "'Issued at' claim"],
    ] as const;
    for (const [token, message] of wrong) {
      const answer = await call("apps/get-authenticated", 401, as(token));
      expect(answer.message).toContain(message);
    }
    await call("apps/get-authenticated", 401);
  },

  "an App is installed where its bot works, and its token reaches there alone": async ({ call, world }) => {
    const as = () => ({ as: "anonymous", token: contractApp.jsonWebToken() }) as const;
    await call("apps/get-repo-installation", 404, as());
    await call("repos/add-collaborator", 204, {
      as: "owner",
      at: { username: "milepost[bot]" },
      body: { permission: "push" },
    });
    const { id } = await call("apps/get-repo-installation", 200, as());
    const at = { installation_id: id };
    const { repo } = await world.repository();
    await call("apps/create-installation-access-token", 422, {
      ...as(),
      at,
      body: { repositories: [repo] },
    });
    await call("apps/create-installation-access-token", 404, { ...as(), at: { installation_id: 9999 } });
    await call("apps/create-installation-access-token", 401, { at });
    const { token } = await call("apps/create-installation-access-token", 201, { ...as(), at });
    const label = { as: "anonymous", token, body: { name: "new", color: "ffffff" } } as const;
    await call("issues/create-label", 201, label);
    await call("issues/create-label", 403, { ...label, at: { repo } });
  },

  "an App's token may what it was minted for, until it is revoked": async ({ call }) => {
    await call("repos/add-collaborator", 204, {
      as: "owner",
      at: { username: "milepost[bot]" },
      body: { permission: "push" },
    });
    const app = { as: "anonymous", token: contractApp.jsonWebToken() } as const;
    const { id } = await call("apps/get-repo-installation", 200, app);
    const minting = (permissions: Record<string, "read" | "write">) =>
      ({ ...app, at: { installation_id: id }, body: { permissions } }) as const;
    const tooMuch = minting({ administration: "write" });
    const { message } = await call("apps/create-installation-access-token", 422, tooMuch);
    expect(message).toBe("The permissions requested are not granted to this installation.");
    const wanted = minting({ issues: "read", pull_requests: "write" });
    const { token, permissions } = await call("apps/create-installation-access-token", 201, wanted);
    expect(permissions).toEqual({ issues: "read", pull_requests: "write", metadata: "read" });
    const as = { as: "anonymous", token } as const;
    await call("issues/list-for-repo", 200, as);
    await call("issues/create", 403, { ...as, body: { title: "One" } });
    await call("repos/list-branches", 403, as);
    await call("apps/revoke-installation-access-token", 403, { as: "owner" });
    await call("apps/revoke-installation-access-token", 204, as);
    await call("apps/revoke-installation-access-token", 401, as);
  },
};
