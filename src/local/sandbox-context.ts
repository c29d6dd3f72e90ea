import { homedir } from "node:os";
import { join } from "node:path";
import type { SandboxContext } from "../agents/sandbox/confine.ts";
import type { Sandbox } from "../agents/sandbox/sandbox.ts";
import type { Plan } from "../core/plan/plan.ts";
import { commonDirOf } from "../git/common-dir.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import type { ForgeConnection } from "./forge.ts";
import type { Home } from "./home.ts";

/** Where a run is, and what holds its programs. */
interface Place {
  readonly plan: Plan;
  readonly sandbox: Sandbox | null;
  readonly home: Home;
  readonly repository: UserRepository;
  readonly forge: ForgeConnection;
}

/** What a run's programs see of this machine: neither Milepost's own folder nor the user's git folder nor the forge. */
export const sandboxContextOf = ({ plan, sandbox, home, repository, forge }: Place): SandboxContext => ({
  plan,
  sandbox,
  home: homedir(),
  hidden: [home.dir, repository.gitDir, commonDirOf(repository.gitDir)],
  readable: [home.hub, home.publisher, forge.folder].flatMap((dir) =>
    dir === null ? [] : [join(dir, "objects")],
  ),
  refused: namesOf(new URL(forge.url)),
});

/** All names of a server on this machine; no other is refused, since plans name what they let through. */
const namesOf = ({ hostname, port }: URL): string[] =>
  ["127.0.0.1", "localhost", "[::1]"].includes(hostname)
    ? ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"].map((name) => `${name}:${port}`)
    : [];
