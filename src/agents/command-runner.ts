import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../core/lane/handoff.ts";
import type { RunCommand } from "../steps/program-ports.ts";
import { endOf } from "./end.ts";
import { commandEnvironment } from "./environment.ts";
import { lackOf } from "./lack.ts";
import { heading, minutesOf, type RunnersPlace } from "./one-run.ts";
import { redactorOf } from "./redact.ts";
import { runProgram } from "./run.ts";
import { transcripts } from "./transcript.ts";

/** Runs one of the plan's shell commands for a todo, with the same limits as an agent. */
export const commandRunner =
  (place: Omit<RunnersPlace, "agent" | "reviewer" | "handOff">, { todo }: Pick<Entry, "todo">): RunCommand =>
  async (command, { path: cwd, commandsDir: dir }, step) => {
    const minutes = minutesOf(place);
    const env = commandEnvironment(dir);
    const redactor = redactorOf(place.secrets ?? []);
    for (const folder of [env.HOME, env.TMPDIR]) await mkdir(folder, { recursive: true });
    const result = await runProgram({
      argv: ["sh", "-c", command],
      cwd,
      env,
      input: "",
      minutes,
      stallMinutes: minutes,
      watch: cwd,
      transcript: join(place.logs(todo), transcripts.command),
      heading: redactor.text(heading(step, command)),
      marker: place.marker(todo),
      signal: place.signal,
      redactor,
      ...place.confine?.({ role: "command", cwd, dir, reads: [], hosts: [], config: [] }),
    });
    return { ...endOf(result), lack: lackOf(result) };
  };
