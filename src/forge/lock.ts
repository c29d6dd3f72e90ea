import { rmSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "./database.ts";
import { isDamaged } from "./store.ts";

/**
 * Holds a folder for this process until it is disposed of or the process dies, however it dies: the lock is the
 * operating system's, held through an SQLite file. Throws what `refused` makes of the cause when another has it.
 */
export const holdFolder = (dir: string, refused: (cause: unknown) => Error): Disposable => {
  const file = join(dir, "lock.sqlite");
  const database = openDatabase(file);
  try {
    database.exec("PRAGMA busy_timeout = 0");
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if (!isDamaged(cause)) throw refused(cause);
    // Nothing stands in it.
    rmSync(file);
    return holdFolder(dir, refused);
  }
  return { [Symbol.dispose]: () => database.close() };
};
