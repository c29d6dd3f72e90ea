import { createHash, randomBytes } from "node:crypto";

/** What the forge keeps of a token: none can be made of it. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** A person's token that nobody has yet. */
export const newToken = (): string => `mp_${randomBytes(28).toString("base64url").slice(0, 37)}`;
