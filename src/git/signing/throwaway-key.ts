import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { privateFolder } from "../private-folder.ts";
import { keyProgram } from "./key-program.ts";
import type { KeyVariables } from "./signing.ts";

/** Makes a private key for a demo or a test, as the variables that `openSigner` reads; it is kept nowhere. */
export const makeThrowawayKey = async (
  signing: "gpg" | "ssh",
  { name, email }: { readonly name: string; readonly email: string },
): Promise<KeyVariables> => {
  await using folder = await privateFolder("keys");
  const home = folder.path;
  if (signing === "ssh") {
    const file = join(home, "key");
    await made(
      keyProgram("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", email, "-f", file], { home }),
    );
    return { MILEPOST_SSH_KEY: await readFile(file, "utf8") };
  }
  const quiet = ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""];
  await made(
    keyProgram("gpg", [...quiet, "--quick-gen-key", `${name} <${email}>`, "ed25519", "sign"], { home }),
  );
  const exported = await made(keyProgram("gpg", [...quiet, "--armor", "--export-secret-keys"], { home }));
  return { MILEPOST_GPG_KEY: exported.stdout };
};

const made = async <T extends { ok: boolean }>(running: Promise<T>): Promise<T> => {
  const answer = await running;
  if (answer.ok) return answer;
  throw new MilepostError("no key could be made", { hint: "check that the temporary folder can be written" });
};
