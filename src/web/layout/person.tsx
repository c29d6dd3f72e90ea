import type { FC } from "hono/jsx";

/** What is shown of a user. */
export interface ShownUser {
  readonly login: string;
  readonly id: number | bigint;
}

/** Who did something, with their picture. */
export const Person: FC<{ user: ShownUser | null | undefined }> = ({ user }) => (
  <span class="person">
    <img src={`/avatars/${user?.id ?? 0}`} alt="" width="20" height="20" loading="lazy" />
    <b>{user?.login ?? "ghost"}</b>
  </span>
);
