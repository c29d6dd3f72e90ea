import { createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa";
import { blake2b } from "@noble/hashes/blake2";
import type { Script } from "../runner.ts";
import { openStudio, type Studio, workflow } from "./runs.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

/** A text as clients seal it for a key: libsodium's `crypto_box_seal`. */
const sealed = (text: string, key: string): string => {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const from = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const to = Buffer.from(key, "base64");
  const jwk = { kty: "OKP", crv: "X25519", x: to.toString("base64url") };
  const secret = diffieHellman({ privateKey, publicKey: createPublicKey({ key: jwk, format: "jwk" }) });
  const words = (bytes: Uint8Array) => new Uint32Array(new Uint8Array(bytes).buffer);
  const box = new Uint32Array(8);
  hsalsa(words(Buffer.from("expand 32-byte k")), words(secret), new Uint32Array(4), box);
  const nonce = blake2b(Buffer.concat([from, to]), { dkLen: 24 });
  const text8 = xsalsa20poly1305(new Uint8Array(box.buffer), nonce).encrypt(Buffer.from(text));
  return Buffer.concat([from, text8]).toString("base64");
};

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
