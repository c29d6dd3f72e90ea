/** The addresses that answers link to. */
export interface Urls {
  /** Where the API was called: the forge's address, with `/api/v3` if the call used it. */
  readonly api: string;
  /** The forge's address, under which the pages of a website would be. */
  readonly html: string;
  /** The API's address of a repository: `…/repos/owner/name`. */
  readonly repository: (fullName: string) => string;
}

/** Who calls the API at `api.<host>`, as gh does, finds the pages at `<host>`. */
export const urlsFrom = (origin: string, prefix: string): Urls => ({
  api: `${origin}${prefix}`,
  html: origin.replace(/^(https?:\/\/)api\./, "$1"),
  repository: (fullName) => `${origin}${prefix}/repos/${fullName}`,
});
