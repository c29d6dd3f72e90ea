import { connect, type GitHub } from "../../src/github/client.ts";
import type { As, Workshop, World } from "../forge/world.ts";

/** A client for a repository of a test's forge, in the name of one of its identities. */
export const clientOf = (
  { forge, token }: World,
  { owner, repo }: Pick<Workshop, "owner" | "repo">,
  as: As = "bot",
): GitHub => connect({ url: forge.url, owner, repo, token: token(as) ?? "", throttle: false });
