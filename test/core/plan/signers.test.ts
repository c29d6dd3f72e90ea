import { planFileSchema } from "../../../src/core/plan/schema.ts";

const ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfYQ4b ada@example.com";
const gpg = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----\n";

test.each<[string, string, boolean]>([
  ["a line of OpenSSH", ssh, true],
  ["an armoured GPG key", gpg, true],
  ["a private key", gpg.replaceAll("PUBLIC", "PRIVATE"), false],
  ["two lines", `${ssh}\n${ssh}`, false],
  ["a path", ".github/signers/ada.pub", false],
])("a signer that is %s is read: %#", (_, key, ok) => {
  const plan = { version: 1, plan: "p", title: "P", signers: [key], bodies: [{ body: "b" }] };
  expect(planFileSchema.safeParse(plan).success).toBe(ok);
});
