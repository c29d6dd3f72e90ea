import { createRequire } from "node:module";
import type Database from "libsql";

/** Opens a database file. Its native part is loaded by the first: a bundle would load it at every start of the program. */
export const openDatabase = (file: string, options: Database.Options = {}): Database.Database => {
  const Opened: typeof Database = createRequire(import.meta.url)("libsql");
  return new Opened(file, options);
};
