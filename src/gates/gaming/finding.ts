/** A way in which a change may make it easier for itself to pass. */
export interface GamingFinding {
  readonly path: string;
  readonly what: string;
  /** A note is for the reviewer to know of: by what the change shows, nothing is checked less than before. */
  readonly level: "warning" | "note";
}

export const warning = (path: string, what: string): GamingFinding => ({ path, what, level: "warning" });
export const note = (path: string, what: string): GamingFinding => ({ path, what, level: "note" });

/** A warning where it weakens something, and else a note. */
export const weighed = (path: string, what: string, isWeaker: boolean): GamingFinding =>
  isWeaker ? warning(path, what) : note(path, what);

export const isWarning = ({ level }: GamingFinding): boolean => level === "warning";

/** What a change does to a file that decides what is checked. */
export interface FileRole {
  readonly what: string;
  /** Whether it weakens or redirects that, as far as can be told. */
  readonly isWeaker: boolean;
}

export const weakening = (what: string): FileRole => ({ what, isWeaker: true });
