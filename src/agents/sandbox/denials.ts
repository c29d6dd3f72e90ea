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
  readonly #told = new Set<string>();

  constructor(place: MayWrite) {
    this.#place = place;
  }

  /** Takes in a line of the runtime, such as `deny openat /etc/passwd` or `deny network-outbound example.com:443 (…)`. */
  add(line: string): void {
    if (this.#told.size >= maxTold) return;
    const host = /^deny network-outbound (\S+)/.exec(line)?.[1];
    if (host !== undefined) this.#told.add(`reach ${host}`);
    const path = /^deny \w+ (\/.*)$/.exec(line)?.[1];
    if (path === undefined || harmless.some((pattern) => pattern.test(line))) return;
    if (this.#isDenied(path) && !this.#isWay(line, path)) this.#told.add(`write ${path}`);
  }

  get told(): string[] {
    return [...this.#told];
  }

  /** `mkdir -p` asks for every folder on the way to where it may write, all of which are there. */
  #isWay(line: string, path: string): boolean {
    return line.startsWith("deny mkdir") && this.#place.writable.some((folder) => isIn(folder, path));
  }

  #isDenied(path: string): boolean {
    const { writable, readOnly } = this.#place;
    if (readOnly.some((folder) => isIn(path, folder))) return true;
    return ![...writable, ...copies].some((folder) => isIn(path, folder));
  }
}
