import { checkProgram } from "../agents/program.ts";
import { cut } from "../core/key.ts";
import { runNotifier } from "./programs.ts";

/** How one system shows a notification: nothing of the notice is code to it. */
interface Desktop {
  readonly program: string;
  show(title: string, body: string): Promise<void>;
}

/** Variables by which programs find the session that a person looks at. */
const sessionVariables = ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "WSLENV", "WSL_INTEROP"];

/** What shows notifications here; `null` where there is no desktop. */
export const desktopOf = async (
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): Promise<Desktop | null> => {
  for (const known of desktops) {
    if (!known.isFor(platform, environment)) continue;
    const file = await fileOf(known.program);
    if (file === null) continue;
    return {
      program: known.program,
      show: async (title, body) => {
        const { args, input } = known.start(cut(title, 200), cut(body, 1000));
        await runNotifier({ argv: [file, ...args], input, environment: pick(environment) });
      },
    };
  }
  return null;
};

interface KnownDesktop {
  readonly program: string;
  isFor(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean;
  start(title: string, body: string): { readonly args: readonly string[]; readonly input: string };
}

const desktops: readonly KnownDesktop[] = [
  {
    program: "notify-send",
    isFor: (platform, { DISPLAY, WAYLAND_DISPLAY }) =>
      platform === "linux" && (isGiven(DISPLAY) || isGiven(WAYLAND_DISPLAY)),
    // Its body is read as markup (Desktop Notifications Specification, "Markup").
    start: (title, body) => ({
      args: ["--app-name=Milepost", "--", title, body.replace(/[&<>]/g, (sign) => entities[sign] ?? sign)],
      input: "",
    }),
  },
  {
    program: "osascript",
    isFor: (platform) => platform === "darwin",
    start: (title, body) => ({
      args: [
        ...["-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)"],
        ...["-e", "end run", title, body],
      ],
      input: "",
    }),
  },
  {
    program: "powershell.exe",
    isFor: (platform, { WSL_DISTRO_NAME }) => platform === "win32" || isGiven(WSL_DISTRO_NAME),
    start: (title, body) => ({
      args: ["-NoProfile", "-NonInteractive", "-Command", balloon],
      input: JSON.stringify({ title, body }),
    }),
  },
];

/** It is shown by its process, which has to stay for a moment; the notice is read as JSON from standard input. */
const balloon = [
  "$notice = [Console]::In.ReadToEnd() | ConvertFrom-Json",
  "Add-Type -AssemblyName System.Windows.Forms, System.Drawing",
  "$icon = New-Object System.Windows.Forms.NotifyIcon",
  "$icon.Icon = [System.Drawing.SystemIcons]::Information",
  "$icon.Visible = $true",
  "$icon.ShowBalloonTip(5000, $notice.title, $notice.body, 'Info')",
  "Start-Sleep -Seconds 4",
  "$icon.Dispose()",
].join("; ");

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const isGiven = (value: string | undefined): boolean => value !== undefined && value !== "";

const pick = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    sessionVariables.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const fileOf = (program: string): Promise<string | null> =>
  checkProgram({ use: "command", command: [program], network: [], env: [] }).then(
    ([file = null]) => file,
    () => null,
  );
