import { dirname } from "node:path";
import type Database from "libsql";
import { MilepostError } from "../core/error.ts";
import { openDatabase } from "./database.ts";

/** What SQLite takes as a parameter; booleans are kept as 0 and 1. */
export type Value = string | number | null;

/** The forge's database: one connection, synchronous, so that a transaction is one uninterrupted step. */
export interface Store {
  /** The first row of a query, typed as its caller says it selects. */
  readonly get: <Row>(sql: string, ...values: Value[]) => Row | undefined;
  readonly all: <Row>(sql: string, ...values: Value[]) => Row[];
  /** Writes, and returns the id of the row that an insert made; throws outside a transaction. */
  readonly run: (sql: string, ...values: Value[]) => number;
  /** Runs all of `work` or nothing of it; a transaction inside another joins it. */
  readonly transaction: <Result>(work: () => Result) => Result;
  readonly close: () => void;
}

/**
 * Opens the database file and brings it to the last of `migrations`, each of which runs once, in order.
 *
 * @throws {MilepostError} when the file is damaged, or there is no room to write.
 */
export const openStore = (file: string, migrations: readonly string[]): Store => {
  try {
    return opened(file, migrations);
  } catch (error) {
    throw isDamaged(error) ? damaged(file, error) : isFull(error) ? noRoom(error) : error;
  }
};

/** Whether an error of SQLite's says that a file is not as it wrote it. */
export const isDamaged = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));

const damaged = (file: string, cause: unknown): MilepostError =>
  new MilepostError(`the forge's database ${file} is damaged`, {
    hint: `move ${dirname(file)} away and run again: the plan begins anew, and what was approved lies in \`refs/remotes/milepost/\` of the repository`,
    cause,
  });

const opened = (file: string, migrations: readonly string[]): Store => {
  const database = openDatabase(file, { timeout: 10_000 });
  database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
  const statements = new Map<string, Database.Statement>();
  /** First rows since the last write, by query: each request asks for its user and its repository several times. */
  const rows = new Map<string, unknown>();
  let inTransaction = false;

  const prepared = (sql: string): Database.Statement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const transaction = <Result>(work: () => Result): Result => {
    if (inTransaction) return work();
    database.exec("begin immediate");
    inTransaction = true;
    try {
      const result = work();
      database.exec("commit");
      return result;
    } catch (error) {
      // A full disk, among others, has ended the transaction already: sqlite.org/lang_transaction.html, section 2.
      if (database.inTransaction) database.exec("rollback");
      rows.clear();
      throw isFull(error) ? noRoom(error) : error;
    } finally {
      inTransaction = false;
    }
  };

  const store: Store = {
    get: <Row>(sql: string, ...values: Value[]) => {
      const name = JSON.stringify([sql, ...values]);
      if (!rows.has(name)) {
        if (rows.size >= maxRows) rows.clear();
        rows.set(name, prepared(sql).get(...values.map(bound)));
      }
      return rows.get(name) as Row | undefined;
    },
    all: <Row>(sql: string, ...values: Value[]) => prepared(sql).all(...values.map(bound)) as Row[],
    run: (sql, ...values) => {
      rows.clear();
      if (!inTransaction) throw new MilepostError(`the forge wrote outside a transaction: ${sql}`);
      return Number(prepared(sql).run(...values.map(bound)).lastInsertRowid);
    },
    transaction,
    close: () => {
      statements.clear();
      database.close();
    },
  };
  migrate(database, store, migrations);
  return store;
};

/** Rows that are kept until the next write. */
const maxRows = 500;

const isFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(FULL|IOERR)/.test(String(error.code));

const noRoom = (cause: unknown): MilepostError =>
  new MilepostError("the forge cannot write its data", {
    hint: "see that its disk has room, then run again: what was written before is whole",
    cause,
  });

/** libsql ends a text at its first NUL, and all that follows would be lost; Markdown reads a NUL as U+FFFD. */
const bound = (value: Value): Value => (typeof value === "string" ? value.replaceAll("\0", "\ufffd") : value);

const migrate = (database: Database.Database, store: Store, migrations: readonly string[]): void => {
  const version = store.get<{ user_version: number }>("pragma user_version")?.user_version ?? 0;
  if (version > migrations.length) {
    throw new MilepostError("the forge's data was written by a newer Milepost", {
      hint: "update Milepost, or start the forge with another data folder",
    });
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    store.transaction(() => database.exec(`${migration}; pragma user_version = ${index + 1}`));
  }
};
