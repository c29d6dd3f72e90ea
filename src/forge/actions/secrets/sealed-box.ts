import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa";
import { blake2b } from "@noble/hashes/blake2";

/** A pair of X25519 keys, each in base64. */
export interface BoxKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export const newBoxKeys = (): BoxKeys => {
  const { x = "", d = "" } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  return { publicKey: asBase64(x), privateKey: asBase64(d) };
};

/** Opens what was sealed for these keys, as libsodium's `crypto_box_seal` does; `null` when it was not. */
export const openSealed = (sealed: Buffer, keys: BoxKeys): string | null => {
  const from = sealed.subarray(0, keyBytes);
  const to = Buffer.from(keys.publicKey, "base64");
  try {
    const nonce = blake2b(Buffer.concat([from, to]), { dkLen: 24 });
    const opened = xsalsa20poly1305(sharedKey(from, keys), nonce).decrypt(sealed.subarray(keyBytes));
    return Buffer.from(opened).toString("utf8");
  } catch {
    return null;
  }
};

const keyBytes = 32;

const sharedKey = (from: Buffer, { publicKey, privateKey }: BoxKeys): Uint8Array => {
  const curve = { kty: "OKP", crv: "X25519" };
  const theirs = { ...curve, x: from.toString("base64url") };
  const ours = { ...curve, x: asBase64Url(publicKey), d: asBase64Url(privateKey) };
  const secret = diffieHellman({
    publicKey: createPublicKey({ key: theirs, format: "jwk" }),
    privateKey: createPrivateKey({ key: ours, format: "jwk" }),
  });
  const key = new Uint32Array(8);
  hsalsa(wordsOf(Buffer.from("expand 32-byte k")), wordsOf(secret), new Uint32Array(4), key);
  return new Uint8Array(key.buffer);
};

const wordsOf = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4));

const asBase64 = (text: string): string => Buffer.from(text, "base64url").toString("base64");
const asBase64Url = (text: string): string => Buffer.from(text, "base64").toString("base64url");
