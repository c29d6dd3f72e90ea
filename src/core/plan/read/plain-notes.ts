import { Unusual } from "./plain-scalars.ts";
import type { Places } from "./values.ts";

/** A value, and where it begins. */
export interface Located {
  readonly at: number;
  readonly value: unknown;
}

/** Where the entries of a collection stand. */
type Entries = NonNullable<ReturnType<Places["get"]>>["entries"];

/** Collections inside each other; a plan needs nine. */
const deepest = 20;

/** Notes where all stands that is read. */
export class PlaceNotes {
  readonly places: Places = new Map();
  #depth = 0;

  /** A collection begins; its entries are filled in. @throws {Unusual} where it is too deep. */
  open(value: object, start: number): Entries {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unusual();
    const entries: Entries = new Map();
    this.places.set(value, { start, entries });
    return entries;
  }

  close(): void {
    this.#depth -= 1;
  }

  /** @throws {Unusual} where the key is there already. */
  add(
    value: Record<string, unknown>,
    entries: Entries,
    { key, at, read }: { key: string; at: number; read: Located },
  ): void {
    if (entries.has(key)) throw new Unusual();
    value[key] = read.value;
    entries.set(key, { key: at, value: read.value === null ? at : read.at });
  }
}
