import { scryptSync } from "node:crypto";

/**
 * The name by which a person lets a finding pass: of its file, its rule and the very secret. It is slow to make, so that
 * a weak password is not guessed from it.
 */
export const findingId = ({ path, rule, secret }: { path: string; rule: string; secret: string }): string =>
  scryptSync(secret, `milepost ${rule} ${path}`, 5).toString("hex");
