/** Who waits for a concurrency group, or is in it. */
interface Member {
  /** The run that it belongs to: a job that waits for its own run would wait for ever. */
  readonly runId: number;
  /** Told when a newer one asks for its place. */
  readonly supersede: () => void;
}

interface Wanted extends Member {
  readonly group: string;
  readonly cancelInProgress: boolean;
  /** How many may wait: GitHub lets one wait, or 100 with `queue: max`. */
  readonly pending: number;
}

interface Waiting extends Wanted {
  readonly grant: () => void;
  readonly refuse: () => void;
}

interface Group {
  running: Member | null;
  readonly waiting: Waiting[];
}

/** Concurrency groups: one member in each, and by default one that waits, whom a newer one sends away. */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>();

  /** Waits for a place: `true` once it has it, `false` when a newer one took its turn or `signal` ended the wait. */
  enter(wanted: Wanted, signal: AbortSignal): Promise<boolean> {
    const group = this.#groupOf(wanted.group);
    if (signal.aborted || group.running?.runId === wanted.runId) return Promise.resolve(false);
    if (!group.running) {
      group.running = wanted;
      return Promise.resolve(true);
    }
    if (wanted.cancelInProgress) group.running.supersede();
    return new Promise((resolve) => {
      const leave = () => {
        remove(group.waiting, waiting);
        resolve(false);
      };
      const waiting: Waiting = { ...wanted, grant: () => resolve(true), refuse: leave };
      signal.addEventListener("abort", leave, { once: true });
      group.waiting.push(waiting);
      while (group.waiting.length > wanted.pending) group.waiting[0]?.refuse();
    });
  }

  /** Gives the place to the next who waits. */
  leave(name: string): void {
    const key = name.toLowerCase();
    const group = this.#groupOf(name);
    const next = group.waiting.shift() ?? null;
    group.running = next;
    next?.grant();
    if (!next) this.#groups.delete(key);
  }

  #groupOf(name: string): Group {
    const key = name.toLowerCase();
    const known = this.#groups.get(key) ?? { running: null, waiting: [] };
    this.#groups.set(key, known);
    return known;
  }
}

const remove = <Item>(items: Item[], item: Item): void => {
  const index = items.indexOf(item);
  if (index !== -1) items.splice(index, 1);
};
