import { spawnSync } from "node:child_process";

/** A test that needs a program which a machine may lack, and which says so where it does. */
export const needing = (program: "gpg" | "ssh-keygen") => {
  const isHere = spawnSync(program, ["--version"]).error === undefined;
  return (name: string, body: () => Promise<void>) =>
    isHere ? test(name, body) : test.skip(`${name} (skipped: needs ${program})`, body);
};
