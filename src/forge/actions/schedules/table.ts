import type { Store } from "../../store.ts";

/** When schedules were last looked at: what was due until then has been started. */
export const schedulesSchema = `
  create table schedule_looks (
    id integer primary key check (id = 1),
    looked_at text not null
  )`;

/** `undefined` in a forge whose workflows nobody has run yet. */
export const lastLook = (store: Store): Date | undefined => {
  const row = store.get<{ looked_at: string }>("select looked_at from schedule_looks");
  return row && new Date(row.looked_at);
};

export const setLastLook = (store: Store, now: Date): void =>
  store.transaction(() => {
    store.run("insert or replace into schedule_looks (id, looked_at) values (1, ?)", now.toISOString());
  });
