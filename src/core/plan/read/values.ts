import { isAlias, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from "yaml";
import { didYouMean } from "../nearest.ts";
import type { PlanFinding } from "../problem.ts";

/** For each object and array, its own offset and those of its entries' keys and values. */
export type Places = Map<object, { start: number; entries: Map<string | number, Place> }>;
interface Place {
  readonly key: number;
  readonly value: number;
}

/** Values that aliases may stand for in all: the classic bomb is nine lines long. */
const maxAliased = 10_000;

/** Turns YAML nodes into plain values in document order, and notes where each stands. */
export class ValueReader {
  readonly places: Places = new Map();
  readonly findings: PlanFinding[] = [];
  /** True when aliases stood for too much: the values are not whole then. */
  overflown = false;
  readonly #anchors = new Map<string, unknown>();
  readonly #open = new Set<unknown>();
  #inAlias = 0;
  #aliased = 0;

  /** The node as plain values: objects without a prototype, arrays, scalars. */
  read(node: unknown): unknown {
    if (this.#inAlias > 0) this.#aliased += 1;
    if (this.#aliased > maxAliased) return null;
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? 0);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isMap(node) ? this.#map(node) : this.#list(node);
    this.#open.delete(node);
    return value;
  }

  #map(node: YAMLMap): Record<string, unknown> {
    const value: Record<string, unknown> = Object.create(null);
    const entries = new Map<string | number, Place>();
    this.places.set(value, { start: node.range?.[0] ?? 0, entries });
    for (const pair of node.items) {
      const offset = startOf(pair.key) ?? node.range?.[0] ?? 0;
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      const read = this.read(pair.value);
      if (key === null) this.#say(offset, "a key that is not text", "`key: value`");
      else if (entries.has(key)) this.#say(offset, `\`${key}\` is given twice`, "it once");
      else {
        value[key] = read;
        entries.set(key, { key: offset, value: read === null ? offset : (startOf(pair.value) ?? offset) });
      }
    }
    return value;
  }

  #list(node: YAMLSeq): unknown[] {
    const start = node.range?.[0] ?? 0;
    const entries = new Map<string | number, Place>();
    const value = node.items.map((item, index) => {
      const offset = startOf(item) ?? start;
      entries.set(index, { key: offset, value: offset });
      return this.read(item);
    });
    this.places.set(value, { start, entries });
    return value;
  }

  #alias(name: string, offset: number): unknown {
    const node = this.#anchors.get(name);
    if (node === undefined) {
      const near = didYouMean(name, this.#anchors.keys());
      this.#say(offset, `no anchor for \`*${name}\``, `quotes around text that begins with \`*\`${near}`);
      return null;
    }
    if (this.#open.has(node)) {
      this.#say(offset, `\`*${name}\` stands inside what it stands for`, "no circle of aliases");
      return null;
    }
    this.#inAlias += 1;
    const value = this.read(node);
    this.#inAlias -= 1;
    if (this.#inAlias === 0 && this.#aliased > maxAliased && !this.overflown) {
      this.overflown = true;
      this.#say(offset, `aliases stand for more than ${maxAliased} values`, "fewer");
    }
    return value;
  }

  #say(offset: number, message: string, expected: string): void {
    this.findings.push({ at: { offset }, message, expected });
  }
}

const startOf = (node: unknown): number | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
