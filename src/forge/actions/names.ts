import { unprocessable } from "../errors.ts";

/** GitHub's rules for names of variables and secrets. */
export const throwOnBadName = (kind: "Variable" | "Secret", name: string): void => {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^GITHUB_/i.test(name)) return;
  throw unprocessable(`${kind} name is invalid: letters, digits and _, no digit first, and not GITHUB_…`);
};
