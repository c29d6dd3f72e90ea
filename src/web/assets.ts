import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { shipped } from "../agents/shipped.ts";

const css = "text/css; charset=utf-8";
const script = "text/javascript; charset=utf-8";

/** Files that pages load, and where they are in the package, or else in a checkout. */
const files = {
  "style.css": { type: css, at: ["web/style.css"] },
  "plan.css": { type: css, at: ["web/plan.css"] },
  "live.js": { type: script, at: ["web/live.js"] },
  "board.js": { type: script, at: ["web/board.js"] },
  "log.js": { type: script, at: ["web/log.js"] },
  "drawings.js": { type: script, at: ["web/drawings.js"] },
  "drawing-frame.js": { type: script, at: ["web/drawing-frame.js"], isForFrames: true },
  "mermaid.js": {
    type: script,
    at: ["build/package/mermaid/mermaid.js", "node_modules/mermaid/dist/mermaid.min.js"],
    isForFrames: true,
  },
} as const satisfies Readonly<Record<string, AssetFile>>;

interface AssetFile {
  readonly type: string;
  readonly at: readonly [string, ...string[]];
  /** Frames of no origin load it, too. */
  readonly isForFrames?: boolean;
}

/** A file that pages load. */
type AssetName = keyof typeof files;

interface Asset {
  readonly type: string;
  readonly content: string;
  readonly isForFrames: boolean;
  /** Where a page finds it: another address for another content, so that it may be kept for ever. */
  readonly address: string;
}

const loaded = new Map<AssetName, Asset>();

/** A file that pages load, read once. */
export const asset = (name: AssetName): Asset => {
  const known = loaded.get(name);
  if (known) return known;
  const file: AssetFile = files[name];
  const content = readFileSync(shipped(...file.at), "utf8");
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const address = `/-/assets/${version}/${name}`;
  const read = { type: file.type, content, isForFrames: file.isForFrames === true, address };
  loaded.set(name, read);
  return read;
};

export const isAssetName = (name: string): name is AssetName => Object.hasOwn(files, name);
