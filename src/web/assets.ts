import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { shipped } from "../agents/shipped.ts";

const types = {
  "style.css": "text/css; charset=utf-8",
  "plan.css": "text/css; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "board.js": "text/javascript; charset=utf-8",
  "log.js": "text/javascript; charset=utf-8",
} as const;

/** A file that pages load: `web/` in the package. */
export type AssetName = keyof typeof types;

interface Asset {
  readonly type: string;
  readonly content: string;
  /** Where a page finds it: another address for another content, so that it may be kept for ever. */
  readonly address: string;
}

const loaded = new Map<AssetName, Asset>();

/** A file that pages load, read once. */
export const asset = (name: AssetName): Asset => {
  const known = loaded.get(name);
  if (known) return known;
  const content = readFileSync(shipped(`web/${name}`), "utf8");
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const read = { type: types[name], content, address: `/-/assets/${version}/${name}` };
  loaded.set(name, read);
  return read;
};

export const isAssetName = (name: string): name is AssetName => name in types;
