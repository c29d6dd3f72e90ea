/** Where the forge keeps everything, where it listens, and what it begins with. */
export interface ForgeOptions {
  /** The folder of its database and repositories; made when it is not there, private to its owner. */
  readonly dataDir: string;
  /** The port; a free one when not given. */
  readonly port?: number;
  /** The address that it listens on; 127.0.0.1, which this machine alone reaches, when not given. */
  readonly host?: string;
  /** What the addresses in its answers begin with, where a proxy stands before it; its own when not given. */
  readonly baseUrl?: string;
  /** Whether what an earlier forge left in `dataDir` is removed first. */
  readonly reset?: boolean;
  /** Limits to enforce; without them requests are only counted. */
  readonly limits?: {
    /** Requests of one identity in an hour. */
    readonly perHour?: number;
    /** Content-creating requests of one identity in a minute. */
    readonly createsPerMinute?: number;
  };
  /** Names that it answers to besides those of this machine. */
  readonly hosts?: readonly string[];
  /** GitHub Apps: each is installed in the repositories that its bot, `<slug>[bot]`, is a collaborator of. */
  readonly apps?: readonly {
    readonly id: number;
    readonly slug: string;
    /** What its JSON web tokens are checked with: PEM. */
    readonly publicKey: string;
  }[];
  /** Tokens of the standing identities, by login; the others get new ones. */
  readonly tokens?: Readonly<Record<string, string>>;
  /** Hears what clients ask for and the forge does not serve, each once. */
  readonly log?: (line: string) => void;
}

/** An identity that every forge has, with its secret. */
export interface ForgeAccount {
  readonly login: string;
  readonly token: string;
  /** The bot writes, the reviewer judges, the owner administers, the member works with it. */
  readonly role: "owner" | "bot" | "reviewer" | "member";
}

/** A running forge: GitHub's REST and GraphQL API, and git over HTTP, of repositories of this machine. */
export interface Forge {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly accounts: readonly ForgeAccount[];
  /** Makes a repository that all standing identities can work in, or finds the one of that name. */
  readonly createRepository: (repository: {
    readonly owner: string;
    readonly name: string;
    /** A local git repository to start from; without it the new one is empty. */
    readonly from?: string;
    /** The branch that it starts with, and its default branch; `main` when not given. */
    readonly base?: string;
  }) => Promise<{ readonly fullName: string }>;
  /** Lets what is being written end, then stops; readers are cut off. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts a forge and waits until it listens; it fails when the port or the folder is in use. */
export declare const startForge: (options: ForgeOptions) => Promise<Forge>;
