import { execFile } from "node:child_process";

/** Opens an address in the person's browser; where there is none it stands on the terminal all the same. */
export const openInBrowser = (url: string): void => {
  const [program, ...before] = openers[process.platform] ?? ["xdg-open"];
  const child = execFile(program ?? "xdg-open", [...before, url], () => undefined);
  child.unref();
};

const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};
