import { generateKeyPairSync, sign } from "node:crypto";
import type { AppOptions } from "../../src/forge/apps/table.ts";

/** A GitHub App with its key, for tests. */
export interface TestApp {
  readonly options: AppOptions;
  /** PEM, as GitHub hands it out. */
  readonly privateKey: string;
  /** By which it speaks for itself; times in seconds from now. */
  readonly jsonWebToken: (times?: { readonly issued?: number; readonly expires?: number }) => string;
}

export const newApp = (id: number, slug: string): TestApp => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return {
    options: { id, slug, publicKey },
    privateKey,
    jsonWebToken: ({ issued = -30, expires = 300 } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: String(id), iat: now + issued, exp: now + expires };
      const text = [{ alg: "RS256", typ: "JWT" }, claims].map(encoded).join(".");
      return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    },
  };
};

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
