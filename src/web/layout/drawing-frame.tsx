import type { FC } from "hono/jsx";
import { asset } from "../assets.ts";

/** What Mermaid draws in: a page that knows nothing, and is told what to draw by the page that it stands in. */
export const DrawingFrame: FC = () => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="color-scheme" content="light dark" />
      <title>Drawing</title>
      <script src={asset("mermaid.js").address} />
      <script src={asset("drawing-frame.js").address} />
    </head>
    <body>
      <main id="drawing" />
    </body>
  </html>
);
