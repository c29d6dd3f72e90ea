import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isIn } from "./inside.ts";

/** Where one run may write, as far as it tells denials from what is allowed. */
interface MayWrite {
  readonly writable: readonly string[];
  readonly readOnly: readonly string[];
}

/** Denials of one run that are told; more would say nothing new. */
const maxTold = 50;

/**
 * What git tries by itself, and goes on without: to note what it has read, and, of an object that it was to write and
 * finds in a repository that it borrows from, to set the time. And what we start ourselves.
 */
const harmless = [
  /^deny \w+ .*\/\.git\/index\.lock$/,
  // Bubblewrap's own, in a file system in memory, where it is started a second time.
  /^deny mkdir\w* \/tmp\/(?:new|old)root$/,
  /^deny f?utime\w* .*\/objects\/(?:[0-9a-f]{2}\/[0-9a-f]{38}|pack\/pack-[0-9a-f]{40}\.pack)$/,
];

/** The system's own files, which a sandboxed program has copies of. */
const copies = ["/dev", "/proc"];

/**
 * Collects what one run was denied, each once, in words. What it wrote over a hidden place went nowhere, and counts.
 *
 * The sandbox runtime reports attempts to write, allowed ones too; the paths come from the program's own memory, so
 * they inform people and decide nothing.
 */
export class Denials {
  readonly #place: MayWrite;
  /** The folders that it may write, without the links that lead there. */
  readonly #real: readonly string[];
  readonly #told = new Set<string>();

  constructor(place: MayWrite) {
    this.#place = place;
    this.#real = place.writable.map((folder) => behind(folder));
  }

  /** Takes in a line of the runtime, such as `deny openat /etc/passwd` or `deny network-outbound example.com:443 (…)`. */
  add(line: string): void {
    if (this.#told.size >= maxTold) return;
    const host = /^deny network-outbound (\S+)/.exec(line)?.[1];
    if (host !== undefined) this.#told.add(`reach ${host}`);
    const path = /^deny \w+ (\/.*)$/.exec(line)?.[1];
    if (path === undefined || harmless.some((pattern) => pattern.test(line))) return;
    const place = this.#isDenied(path) ? path : this.#behindLinks(line, path);
    if (place !== null && !this.#isWay(line, place)) this.#told.add(`write ${place}`);
  }

  get told(): string[] {
    return [...this.#told];
  }

  /** `mkdir -p` asks for every folder on the way to where it may write, all of which are there. */
  #isWay(line: string, path: string): boolean {
    return line.startsWith("deny mkdir") && this.#place.writable.some((folder) => isIn(folder, path));
  }

  /** Where a link leads from what it may write to what it may not; `null` when none does. */
  #behindLinks(line: string, path: string): string | null {
    const { writable } = this.#place;
    if (!writable.some((folder) => isIn(path, folder))) return null;
    const isOfLink = /^deny (?:unlink|rename|symlink|link|mk|rm|l)\w*/.test(line);
    const place = isOfLink ? join(behind(dirname(path)), basename(path)) : behind(path);
    return this.#isDenied(place) && !this.#real.some((folder) => isIn(place, folder)) ? place : null;
  }

  #isDenied(path: string): boolean {
    const { writable, readOnly } = this.#place;
    if (readOnly.some((folder) => isIn(path, folder))) return true;
    return ![...writable, ...copies].some((folder) => isIn(path, folder));
  }
}

/** Links in each other that are followed, as the kernel does. */
const maxLinks = 40;

/** What a path leads to, links followed, whether there is anything or not. */
const behind = (path: string, left = maxLinks): string => {
  const real = orNull(() => realpathSync.native(path));
  if (real !== null || left === 0) return real ?? path;
  const link = orNull(() => readlinkSync(path));
  if (link !== null) return behind(resolve(dirname(path), link), left - 1);
  const above = dirname(path);
  return above === path ? path : join(behind(above, left - 1), basename(path));
};

const orNull = <Thing>(read: () => Thing): Thing | null => {
  try {
    return read();
  } catch {
    return null;
  }
};
