/** Work that no request waits for; closing does. */
export class Background {
  readonly #running = new Map<string, Promise<void>>();

  /** Starts `work`, unless work of that name is under way. */
  start(name: string, work: () => Promise<unknown>): void {
    if (this.#running.has(name)) return;
    this.#running.set(
      name,
      work()
        .catch((error: unknown) => process.stderr.write(`forge: ${name}: ${String(error)}\n`))
        .then(() => void this.#running.delete(name)),
    );
  }

  /** Waits for all that is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}
