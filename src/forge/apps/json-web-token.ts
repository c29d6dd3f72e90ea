import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { App } from "../caller.ts";
import { unauthorized } from "../errors.ts";
import type { Store } from "../store.ts";
import { appById } from "./table.ts";

/** Seconds that a JSON web token may live, and that its clock may be ahead of ours. */
const longest = 600;
const ahead = 60;

const headerSchema = z.object({ alg: z.literal("RS256") });
const claimsSchema = z.object({ iss: z.coerce.number().int(), iat: z.number(), exp: z.number() });

export const isJsonWebToken = (token: string): boolean => /^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/** The App that a JSON web token speaks for. @throws HttpError 401 when it is not signed by its key, or out of time. */
export const appOfToken = (store: Store, token: string, now: number = Date.now() / 1000): App => {
  const [head = "", body = "", signature = ""] = token.split(".");
  const header = headerSchema.safeParse(parsed(head));
  const claims = claimsSchema.safeParse(parsed(body));
  if (!header.success || !claims.success) throw undecodable();
  const { iss, iat, exp } = claims.data;
  const app = appById(store, iss);
  if (!app || !isSigned(`${head}.${body}`, signature, app)) throw undecodable();
  if (exp <= now) throw unauthorized(expired);
  if (exp > now + longest + ahead)
    throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  if (iat > now + ahead) throw unauthorized(early);
  return app;
};

const expired =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const early =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";

const undecodable = () => unauthorized("A JSON web token could not be decoded");

const parsed = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return null;
  }
};

const isSigned = (text: string, signature: string, { public_key }: App): boolean =>
  verify(
    "RSA-SHA256",
    Buffer.from(text),
    createPublicKey(public_key),
    new Uint8Array(Buffer.from(signature, "base64url")),
  );
