import { execa } from "execa";
import { MilepostError } from "../../core/error.ts";
import { withFixedSearchPaths } from "../search-paths.ts";

/** What a program that handles keys answered; its output may name keys, never hold a private one. */
interface Answer {
  readonly stdout: string;
  readonly ok: boolean;
}

/**
 * Runs `gpg` or `ssh-keygen` with nothing of the environment but where programs and its home are.
 *
 * Its errors are not passed on: they may quote what it was given.
 *
 * @throws {MilepostError} when the program is not there.
 */
export const keyProgram = async (
  program: "gpg" | "ssh-keygen",
  args: readonly string[],
  { home, input = "" }: { home: string; input?: string },
): Promise<Answer> => {
  const result = await execa(program, args, {
    cwd: home,
    env: keyEnvironment(home),
    extendEnv: false,
    input,
    reject: false,
    timeout: 60_000,
  });
  if (result.code === "ENOENT") {
    throw new MilepostError(`${program} is not installed`, {
      hint: program === "gpg" ? "install GnuPG" : "install OpenSSH 8.2 or newer",
    });
  }
  return { stdout: result.stdout, ok: result.exitCode === 0 };
};

/** Everything that would lead to the user's own keys is pointed at `home`. */
export const keyEnvironment = (home: string): Record<string, string> =>
  withFixedSearchPaths({
    PATH: process.env.PATH ?? "",
    LC_ALL: "C",
    HOME: home,
    GNUPGHOME: home,
  });
