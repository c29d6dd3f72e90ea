import { ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { globalOperation } from "../operation.ts";
import { rootView } from "./root.ts";

const root = globalOperation({
  id: "meta/root",
  method: "GET",
  path: "/",
  needs: "none",
  handle: ({ urls }) => ok(rootView(urls)),
});

/** By `installed_version` gh and others see an Enterprise server, and which of its features they may use. */
const get = globalOperation({
  id: "meta/get",
  method: "GET",
  path: "/meta",
  needs: "none",
  handle: () => ok({ verifiable_password_authentication: false, installed_version: "3.17.0" }),
});

const rateLimit = globalOperation({
  id: "rate-limit/get",
  method: "GET",
  path: "/rate_limit",
  needs: "none",
  handle: ({ limits }) => {
    const { limit, used, reset } = limits.current();
    const core = { limit, used, remaining: Math.max(0, limit - used), reset };
    const search = { limit: 30, used: 0, remaining: 30, reset };
    return ok({ resources: { core, search, graphql: core, integration_manifest: core }, rate: core });
  },
});

export const metaOperations: readonly Operation[] = [root, get, rateLimit];
