import { randomBytes } from "node:crypto";
import { hashOf } from "../forge/token-hash.ts";
import type { KeptSessions } from "./kept-pages.ts";

/** Who is let in: by an address that works once, then by a cookie. */
export interface Sessions {
  /** A code that lets in whoever brings it first, as the user. */
  readonly invite: (login: string) => string;
  /** The cookie for a code; `null` when nobody gave it out, or it was used, or is too old. */
  readonly redeem: (code: string) => string | null;
  /** Whose session a `Cookie` header names. */
  readonly loginOf: (cookies: string | undefined) => string | null;
  /** With these another process knows them. */
  readonly kept: () => KeptSessions;
}

/** A run that begins in the evening is looked at in the morning. */
const codeLivesMs = 16 * 3_600_000;

/** The name of the cookie that carries a session. */
export const cookieName = "milepost-session";

/** Sessions of one forge, which end with its process unless it hands them on; only hashes of what lets somebody in are kept. */
export const openSessions = (
  now: () => number = Date.now,
  kept: KeptSessions = { invited: [], signedIn: [] },
): Sessions => {
  const invited = new Map(kept.invited);
  const signedIn = new Map(kept.signedIn);
  return {
    invite: (login) => {
      const code = newSecret();
      invited.set(hashOf(code), { login, until: now() + codeLivesMs });
      return code;
    },
    redeem: (code) => {
      const invitation = invited.get(hashOf(code));
      invited.delete(hashOf(code));
      if (!invitation || invitation.until < now()) return null;
      const secret = newSecret();
      signedIn.set(hashOf(secret), invitation.login);
      return secret;
    },
    loginOf: (cookies = "") => {
      const secrets = [...cookies.matchAll(/(?:^|;)\s*milepost-session=([\w-]+)/g)].map(
        ([, value = ""]) => value,
      );
      // A server of another port can add a cookie of this name to ours, but none that is known here.
      return (
        secrets.map((secret) => signedIn.get(hashOf(secret))).find((login) => login !== undefined) ?? null
      );
    },
    kept: () => ({ invited: [...invited], signedIn: [...signedIn] }),
  };
};

const newSecret = (): string => randomBytes(32).toString("base64url");
