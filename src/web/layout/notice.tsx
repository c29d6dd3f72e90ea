import type { FC } from "hono/jsx";

/** A page that says one thing. */
export const Notice: FC<{ title: string; text: string; link?: { to: string; text: string } }> = ({
  title,
  text,
  link,
}) => (
  <div class="notice">
    <h1>{title}</h1>
    <p>{text}</p>
    {link && (
      <p>
        <a class="button" href={link.to}>
          {link.text}
        </a>
      </p>
    )}
  </div>
);

/** What somebody sees who is not let in, and how they would be. */
export const SignedOut: FC = () => (
  <div class="notice">
    <h1>You are signed out</h1>
    <p>
      These pages are for the person whose machine this is. Open the address that <code>milepost run</code> or{" "}
      <code>milepost forge</code> printed: it lets you in once, and your browser stays in until the forge
      stops. For another one, run <code>milepost board</code>.
    </p>
  </div>
);
