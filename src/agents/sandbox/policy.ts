/** What a sandboxed program may touch. All paths are absolute; those that do not exist are passed over. */
export interface SandboxPolicy {
  /** Folders that it may write. Everything else on the machine is unwritable. */
  readonly writable: readonly string[];
  /** What stays read-only inside writable folders. */
  readonly readOnly: readonly string[];
  /** Folders and files whose content it cannot see; folders look empty. */
  readonly hidden: readonly string[];
  /** What it may read inside hidden folders; writable folders are seen there without being named. */
  readonly readable: readonly string[];
  /** Hosts that it can reach: `api.example.com`, `*.example.com`, each also with `:port`. */
  readonly hosts: readonly string[];
  /** Hosts that it cannot reach even when they are among `hosts`, such as the local forge. */
  readonly refused: readonly string[];
  /** Its home folder and its folder for temporary files: made when missing, writable. */
  readonly home: string;
  readonly temp: string;
  /** Whether none of its processes can look into another of them, or write there; Linux only. */
  readonly untraceable: boolean;
  /** Paths below the user's home folder that are copied into its own: a program's settings and login. */
  readonly brought: readonly string[];
}

/** How much of the machine one run may take. */
export interface RunLimits {
  /** Processes at once. */
  readonly processes: number;
  /** Memory of all its processes together, in MiB. */
  readonly memoryMegabytes: number;
  /** What it writes to disk, in MiB; also the most that one file of it may hold. */
  readonly diskMegabytes: number;
}
