import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import type { GitConfig } from "../environment.ts";
import { privateFolder } from "../private-folder.ts";
import { keyEnvironment, keyProgram } from "./key-program.ts";
import { fingerprintOf } from "./ssh-key.ts";

/** A private key that commits are signed by, as long as it is not disposed of. */
export interface Signer extends AsyncDisposable {
  readonly signing: "gpg" | "ssh";
  /** The key's fingerprint, as git tells it of a signature. */
  readonly fingerprint: string;
  /** The public key: armoured, or one line of OpenSSH. */
  readonly publicKey: string;
  /** With these, `git commit-tree -S` signs by the key, and `git log --format=%G?` knows it. */
  readonly config: GitConfig;
  readonly env: Readonly<Record<string, string>>;
}

/** Where keys come from: variables, so that none is ever in a process list. */
export interface KeyVariables {
  readonly MILEPOST_GPG_KEY?: string | undefined;
  readonly MILEPOST_GPG_PASSPHRASE?: string | undefined;
  readonly MILEPOST_SSH_KEY?: string | undefined;
}

/**
 * Takes the key of the plan's `signing` into a folder of its own; never into the user's keyring or agent.
 *
 * @throws {MilepostError} when there is no such key, it cannot be used, or the program for it is missing.
 */
export const openSigner = async (signing: "gpg" | "ssh", variables: KeyVariables): Promise<Signer> => {
  const name = signing === "gpg" ? "MILEPOST_GPG_KEY" : "MILEPOST_SSH_KEY";
  const key = variables[name]?.trim();
  if (!key) {
    throw new MilepostError(`the plan signs commits by ${signing}, and there is no key`, {
      hint: `give the private key in ${name}${exported[signing]}, or set \`signing: none\``,
    });
  }
  const folder = await privateFolder("keys");
  try {
    const held =
      signing === "gpg"
        ? await takeGpgKey(folder.path, key, variables.MILEPOST_GPG_PASSPHRASE ?? "")
        : await takeSshKey(folder.path, key);
    return { signing, ...held, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
};

const exported = { gpg: " (`gpg --armor --export-secret-keys <id>`)", ssh: " (the text of the key's file)" };

type Held = Omit<Signer, "signing" | typeof Symbol.asyncDispose>;

const takeGpgKey = async (home: string, key: string, passphrase: string): Promise<Held> => {
  await writeFile(join(home, "passphrase"), passphrase, { mode: 0o600 });
  await writeFile(join(home, "gpg.conf"), gpgConfig(home), { mode: 0o600 });
  const { stdout } = await keyProgram("gpg", ["--status-fd=1", "--import"], { home, input: `${key}\n` });
  const [, fingerprint = ""] = secretKeyTaken.exec(stdout) ?? [];
  if (fingerprint === "") {
    throw new MilepostError("MILEPOST_GPG_KEY holds no private key", {
      hint: "export it by `gpg --armor --export-secret-keys <id>`, whole, with its first and last line",
    });
  }
  const publicKey = await keyProgram("gpg", ["--armor", "--export", fingerprint], { home });
  const signed = await keyProgram("gpg", ["--local-user", fingerprint, "--detach-sign"], {
    home,
    input: "?",
  });
  if (!signed.ok) {
    throw new MilepostError(`the key ${fingerprint} of MILEPOST_GPG_KEY cannot sign`, {
      hint: "check MILEPOST_GPG_PASSPHRASE, and that the key is neither expired nor revoked",
    });
  }
  return {
    fingerprint,
    publicKey: publicKey.stdout,
    config: { "gpg.format": "openpgp", "gpg.program": "gpg", "user.signingKey": fingerprint },
    env: keyEnvironment(home),
  };
};

/** gpg's report of an import, doc/DETAILS: the flag 16 says that the key is a private one. */
const secretKeyTaken = /^\[GNUPG:\] IMPORT_OK (?:1[6-9]|2\d|3[01]) ([0-9A-F]{40})$/m;

/** All keys in this keyring are allowed ones, so each is trusted; and nobody is asked for anything. */
const gpgConfig = (home: string) => `batch
no-tty
quiet
trust-model always
pinentry-mode loopback
passphrase-file ${join(home, "passphrase")}
`;

const takeSshKey = async (home: string, key: string): Promise<Held> => {
  const file = join(home, "key");
  // A variable often loses the last line break, without which ssh-keygen reads no key.
  await writeFile(file, `${key.replace(/\r\n/g, "\n")}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  const { stdout, ok } = await keyProgram("ssh-keygen", ["-y", "-P", "", "-f", file], { home });
  const publicKey = stdout.trim();
  const fingerprint = fingerprintOf(publicKey);
  if (!ok || fingerprint === null) {
    throw new MilepostError("MILEPOST_SSH_KEY holds no private key that can be used", {
      hint: "give an OpenSSH private key without a passphrase, such as `ssh-keygen -t ed25519` makes",
    });
  }
  await writeFile(join(home, "allowed"), `milepost namespaces="git" ${publicKey}\n`);
  return {
    fingerprint,
    publicKey,
    config: {
      "gpg.format": "ssh",
      "gpg.ssh.program": "ssh-keygen",
      "gpg.ssh.allowedSignersFile": join(home, "allowed"),
      "gpg.ssh.revocationFile": "",
      "user.signingKey": file,
    },
    env: keyEnvironment(home),
  };
};
