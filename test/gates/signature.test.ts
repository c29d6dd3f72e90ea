import { checkSignatures, type SignatureKind } from "../../src/gates/signature.ts";

const sha = "a".repeat(40);

test.each<[SignatureKind, string | null, readonly string[] | null, string | null]>([
  ["good", "K", ["J", "K"], null],
  ["good", "K", null, null],
  ["good", null, null, null],
  ["good", "K", ["J"], "is signed by a key that is not allowed"],
  ["good", null, ["J"], "is signed by a key that is not allowed"],
  ["good", "K", [], "is signed by a key that is not allowed"],
  ["bad", "K", ["K"], "has a signature that does not fit its content"],
  ["unknown-key", "K", null, "is signed by a key that is not allowed"],
  ["expired", "K", ["K"], "has a signature that has expired"],
  ["expired-key", "K", ["K"], "is signed by a key that has expired"],
  ["revoked-key", "K", ["K"], "is signed by a key that was revoked"],
  ["unverified-email", null, null, "is signed, but the forge does not know its committer by that address"],
  ["unreadable", null, null, "has a signature that could not be read"],
  ["unsigned", null, null, "is not signed"],
])("a commit whose signature is %s, by %s of %j", (kind, key, keys, message) => {
  const result = checkSignatures([{ sha, kind, key }], { keys });
  expect(result.evidence.commits).toEqual([{ sha, ok: message === null, message }]);
  expect(result.kind).toBe(message === null ? "passed" : "failed");
  if (message) expect(result.message).toContain(`aaaaaaa ${message}. Sign them with an allowed key`);
});
