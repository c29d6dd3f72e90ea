import { createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa";
import { blake2b } from "@noble/hashes/blake2";

/** A text as clients seal it for a key: libsodium's `crypto_box_seal`. */
export const sealed = (text: string, key: string): string => {
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
