import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git, gitAt } from "../../../src/git/git.ts";
import { privateFolder } from "../../../src/git/private-folder.ts";
import { kindOfLetter, kindOfReason, readSignatures } from "../../../src/git/signing/signatures.ts";
import { openSigner } from "../../../src/git/signing/signing.ts";
import { fingerprintOf } from "../../../src/git/signing/ssh-key.ts";
import { makeThrowawayKey } from "../../../src/git/signing/throwaway-key.ts";
import { needing } from "../programs.ts";
import { scene, sh } from "../scene.ts";

const ada = { name: "Ada", email: "ada@example.com" };
const homeOf = (signer: { env: Readonly<Record<string, string>> }) => signer.env.HOME ?? "";

for (const [signing, program] of [
  ["gpg", "gpg"],
  ["ssh", "ssh-keygen"],
] as const) {
  const variable = signing === "gpg" ? "MILEPOST_GPG_KEY" : "MILEPOST_SSH_KEY";

  needing(program)(`a ${signing} key lives in a private folder that is gone afterwards`, async () => {
    const key = await makeThrowawayKey(signing, ada);
    let home = "";
    {
      await using signer = await openSigner(signing, key);
      home = homeOf(signer);
      expect((await stat(home)).mode & 0o777).toBe(0o700);
      for (const name of await readdir(home)) {
        const stats = await stat(join(home, name));
        const holdsKey = stats.isFile() && (await readFile(join(home, name), "latin1")).includes("PRIVATE");
        if (holdsKey) expect(stats.mode & 0o777).toBe(0o600);
      }
      expect(JSON.stringify([signer.config, signer.env, signer.publicKey])).not.toContain("PRIVATE");
    }
    expect(existsSync(home)).toBe(false);
  });

  test.each([undefined, "", " \n"])(
    `without a ${signing} key (%j) the error names the variable`,
    async (key) => {
      await expect(openSigner(signing, { [variable]: key })).rejects.toMatchObject({
        message: `the plan signs commits by ${signing}, and there is no key`,
        hint: expect.stringContaining(variable),
      });
    },
  );

  needing(program)(`what is no ${signing} key is refused, without being repeated`, async () => {
    const text = "-----BEGIN NOTHING-----\nhunter2\n";
    const error: unknown = await openSigner(signing, { [variable]: text }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining(`${variable} holds no private key`) });
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });
}

needing("gpg")("a public key is no key to sign by", async () => {
  await using signer = await openSigner("gpg", await makeThrowawayKey("gpg", ada));
  await expect(openSigner("gpg", { MILEPOST_GPG_KEY: signer.publicKey })).rejects.toThrow(
    "holds no private key",
  );
});

needing("gpg")("a key with a passphrase signs with it, and says what is missing without", async () => {
  await using folder = await privateFolder("keys");
  const env = { HOME: folder.path, GNUPGHOME: folder.path, PATH: process.env.PATH ?? "" };
  const run = (args: string[]) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn("gpg", ["--batch", "--no-tty", "--pinentry-mode", "loopback", ...args], { env });
      let out = "";
      child.stdout.on("data", (data: Buffer) => {
        out += data.toString();
      });
      child.on("error", reject).on("close", () => resolve(out));
      child.stdin.end();
    });
  await run([
    "--passphrase",
    "old",
    "--command-fd",
    "0",
    "--quick-gen-key",
    "Bob <bob@example.com>",
    "ed25519",
    "sign",
  ]);
  const armoured = await run(["--passphrase", "old", "--armor", "--export-secret-keys", "bob@example.com"]);
  await expect(openSigner("gpg", { MILEPOST_GPG_KEY: armoured })).rejects.toMatchObject({
    message: expect.stringContaining("cannot sign"),
    hint: expect.stringContaining("MILEPOST_GPG_PASSPHRASE"),
  });
  await using signer = await openSigner("gpg", {
    MILEPOST_GPG_KEY: armoured,
    MILEPOST_GPG_PASSPHRASE: "old",
  });
  await using at = await scene();
  const { exitCode } = await git(
    ["-C", at.repo, "commit", "--quiet", "--allow-empty", "-S", "-m", "Signed"],
    {
      cwd: at.repo,
      config: { ...signer.config, "user.name": "Bob", "user.email": "bob@example.com" },
      env: signer.env,
    },
  );
  expect(exitCode).toBe(0);
});

needing("ssh-keygen")("a signature that ends its program hides no other commit's", async () => {
  await using signer = await openSigner("ssh", await makeThrowawayKey("ssh", ada));
  await using at = await scene();
  const made = async (parent: string, gpgsig: string, message: string): Promise<string> => {
    const who = "Ada <ada@example.com> 1700000000 +0000";
    const head = [`tree ${await sh(at.repo, "rev-parse", "HEAD^{tree}")}`, `parent ${parent}`];
    const input = [...head, `author ${who}`, `committer ${who}`, `gpgsig ${gpgsig}`, "", message].join("\n");
    const { stdout } = await git(["hash-object", "-t", "commit", "-w", "--stdin"], { cwd: at.repo, input });
    return stdout.trim();
  };
  const signed = async (parent: string): Promise<string> => {
    await sh(at.repo, "checkout", "--quiet", parent);
    const command = ["commit", "--quiet", "--allow-empty", "-S", "-m", "Signed"];
    const config = { ...signer.config, "user.name": "Ada", "user.email": "ada@example.com" };
    await git(command, { cwd: at.repo, config, env: signer.env });
    return await sh(at.repo, "rev-parse", "HEAD");
  };
  const garbage = "-----BEGIN SSH SIGNATURE-----\n bm9uZQ==\n -----END SSH SIGNATURE-----";
  const first = await signed(at.main);
  const broken = await made(first, garbage, "x".repeat(200_000));
  const head = await signed(broken);
  const judged = await readSignatures(gitAt(`${at.repo}/.git`), { base: at.main, head }, [signer.publicKey]);
  expect(judged.map(({ sha, kind }) => [sha, kind])).toEqual([
    [first, "good"],
    [broken, "unreadable"],
    [head, "good"],
  ]);
});

test("the folder of a run that was killed is swept by the next", async () => {
  const ended = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => ended.on("close", resolve));
  await using first = await privateFolder("keys");
  const left = join(dirname(first.path), `${ended.pid}-00000000`);
  await mkdir(left);
  await writeFile(join(left, "key"), "secret");
  const both = await Promise.all([privateFolder("keys"), privateFolder("keys")]);
  expect(existsSync(left)).toBe(false);
  expect(existsSync(first.path)).toBe(true);
  expect(new Set([first, ...both].map(({ path }) => path)).size).toBe(3);
  for (const one of both) await one[Symbol.asyncDispose]();
});

test("a folder for keys that others can open is refused", async () => {
  await using at = await scene();
  const parent = join(at.dir, `milepost-keys-${process.getuid?.()}`);
  await mkdir(parent);
  await chmod(parent, 0o777);
  await expect(privateFolder("keys", at.dir)).rejects.toThrow("is not a folder that only you can open");
});

test.each([
  [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github.com",
    "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
  ],
  ["ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl", null],
  ["ssh-ed25519 AAAA", null],
  ["", null],
  ['ssh-ed25519 AAAA"\n* ssh-rsa', null],
])("the fingerprint of %s is %s", (key, fingerprint) => {
  expect(fingerprintOf(key)).toBe(fingerprint);
});

test.each([
  ["G", "good"],
  ["U", "unknown-key"],
  ["B", "bad"],
  ["X", "expired"],
  ["Y", "expired-key"],
  ["R", "revoked-key"],
  ["E", "unknown-key"],
  ["N", "unsigned"],
  ["?", "unreadable"],
])("git's %s is %s", (letter, kind) => {
  expect(kindOfLetter(letter)).toBe(kind);
});

test.each([
  [true, "valid", "good"],
  [false, "valid", "unreadable"],
  [false, "unsigned", "unsigned"],
  [false, "unknown_key", "unknown-key"],
  [false, "no_user", "unverified-email"],
  [false, "bad_email", "unverified-email"],
  [false, "expired_key", "expired-key"],
  [false, "malformed_signature", "unreadable"],
  [false, "invalid", "bad"],
  [false, "gpgverify_unavailable", "unreadable"],
  [false, "constructor", "unreadable"],
])("GitHub's verified %s and %s is %s", (verified, reason, kind) => {
  expect(kindOfReason({ verified, reason })).toBe(kind);
});
