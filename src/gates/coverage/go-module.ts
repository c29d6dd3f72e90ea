/** A Go module of the repository: its import paths begin with `name`, its files lie in `folder` (`""` is the root). */
export interface GoModule {
  readonly name: string;
  readonly folder: string;
}

/** The module's name by the text of its `go.mod`; `null` when no line names it. */
export const moduleName = (goMod: string): string | null =>
  /^module[ \t]+["`]?([^\s"`()]+)/m.exec(goMod)?.[1] ?? null;
