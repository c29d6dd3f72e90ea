import { join } from "node:path";
import { ensureUser, renewToken } from "../../src/forge/accounts.ts";
import { migrations } from "../../src/forge/migrations.ts";
import { openStore } from "../../src/forge/store.ts";

/** A new token of somebody on the forge of that folder, a stranger if nobody knows them. */
export const visitorToken = (dataDir: string, login: string): string => {
  const store = openStore(join(dataDir, "forge.sqlite"), migrations);
  const token = renewToken(store, ensureUser(store, login));
  store.close();
  return token;
};
