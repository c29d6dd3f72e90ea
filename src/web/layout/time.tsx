import type { FC } from "hono/jsx";

/** A time as a person reads it; scripts make of it how long ago that is. */
export const Time: FC<{ at: string | null | undefined }> = ({ at }) =>
  at ? (
    <time datetime={at} title={at}>
      {at.replace("T", " ").replace(/(:\d\d)?(\.\d+)?Z$/, " UTC")}
    </time>
  ) : null;
