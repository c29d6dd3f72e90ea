import type { FC, PropsWithChildren } from "hono/jsx";

/** A part of a page that shows what happens; it is there while it is empty, too, so that something can come into it. */
export const Live: FC<PropsWithChildren<{ name: string }>> = ({ name, children }) => (
  <div data-live={name}>{children}</div>
);
