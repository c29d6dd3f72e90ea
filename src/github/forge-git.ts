/** Git as it speaks to the forge, which costs no request of the API. */
export interface ForgeGit {
  /** The commit of a branch or full ref of the forge. */
  readonly headOf: (ref: string) => Promise<string | null>;
  /** Makes a commit that says something, and holds no file unless one is wanted. */
  readonly note: (
    message: string,
    wanted: { readonly parents: readonly string[]; readonly hasFile?: boolean },
  ) => Promise<string>;
  readonly noteAt: (sha: string) => Promise<SaidCommit>;
  /** Whether the forge is known to have a commit without being asked. */
  readonly isAtForge: (sha: string) => Promise<boolean>;
  /** Moves a ref of the forge to a commit that is here if it is where it is expected to be; `null` is "not there". */
  readonly push: (sha: string, ref: string, lease: { readonly expect: string | null }) => Promise<void>;
}

/** What a commit says. */
export interface SaidCommit {
  readonly message: string;
  readonly parents: readonly string[];
}
