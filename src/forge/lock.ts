import { join } from "node:path";
import Database from "libsql";

/**
 * Holds a folder for this process until it is disposed of or the process dies, however it dies: the lock is the
 * operating system's, held through an SQLite file. Throws what `refused` makes of the cause when another has it.
 */
export const holdFolder = (dir: string, refused: (cause: unknown) => Error): Disposable => {
  const database = new Database(join(dir, "lock.sqlite"));
  try {
    database.exec("PRAGMA busy_timeout = 0");
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw refused(cause);
  }
  return { [Symbol.dispose]: () => database.close() };
};
