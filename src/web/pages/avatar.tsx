import { Hono } from "hono";
import type { PageEnv } from "../environment.ts";

/** A picture of a user, made of their number. */
export const avatarPage = new Hono<PageEnv>().get("/avatars/:id{[0-9]+}", (context) => {
  const hue = (Number(context.req.param("id")) * 137) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" fill="hsl(${hue} 45% 45%)"/><circle cx="10" cy="8" r="4" fill="#fff"/><path d="M2 20a8 8 0 0 1 16 0" fill="#fff"/></svg>`;
  return context.body(svg, 200, {
    "content-type": "image/svg+xml",
    "cache-control": "private, max-age=86400",
  });
});
