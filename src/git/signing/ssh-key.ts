import { createHash } from "node:crypto";

/** The fingerprint of a public key in OpenSSH's form, as `ssh-keygen -l` prints it; `null` when it is none. */
export const fingerprintOf = (publicKey: string): string | null => {
  const [, type = "", data = ""] = /^([a-z0-9@.-]+) ([A-Za-z0-9+/]+=*)(?: .*)?$/.exec(publicKey.trim()) ?? [];
  const blob = Buffer.from(data, "base64");
  // The blob begins with its type's length and name: RFC 4253, section 6.6.
  if (blob.length < 4 || blob.toString("latin1", 4, 4 + blob.readUInt32BE(0)) !== type) return null;
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
};
