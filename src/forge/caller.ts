import type { User } from "./accounts.ts";
import type { Grant, InstallationToken } from "./grant.ts";

/** Who calls: a user, a job of a run, whose token's grant says what it may, or an App. */
export interface Caller {
  readonly user: User | null;
  readonly grant: Grant | null;
  /** The App that speaks for itself, by a JSON web token; its bot is a user. */
  readonly app: App | null;
  /** Ids of the repositories that an App's bot has come for; `null` for everyone else. */
  readonly only: readonly number[] | null;
  /** What an App's bot acts by; `null` for everyone else. */
  readonly installation: InstallationToken | null;
}

/** A GitHub App as it is stored. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly public_key: string;
  readonly created_at: string;
}
