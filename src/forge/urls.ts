/** The addresses that answers link to. */
export interface Urls {
  /** Where the API was called: the forge's address, with `/api/v3` if the call used it. */
  readonly api: string;
  /** The forge's address, under which the pages of a website would be. */
  readonly html: string;
  /** The API's address of a repository: `…/repos/owner/name`. */
  readonly repository: (fullName: string) => string;
}

export const urlsFrom = (html: string, prefix: string): Urls => ({
  api: `${html}${prefix}`,
  html,
  repository: (fullName) => `${html}${prefix}/repos/${fullName}`,
});
