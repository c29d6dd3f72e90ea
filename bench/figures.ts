import { measureActions } from "./action.ts";
import { measureDecide } from "./decide.ts";
import type { Figure } from "./figure.ts";
import { measureFiles } from "./files.ts";
import { measureForge } from "./forge.ts";
import { measureGate } from "./gate.ts";
import { measureLanding } from "./landing.ts";
import { measureLong } from "./long.ts";
import { measurePrograms } from "./programs.ts";
import { measureRequests } from "./requests.ts";
import { measureSandbox } from "./sandbox.ts";
import { measureStart } from "./start.ts";
import { measureTodo } from "./todo.ts";
import { measureWatched } from "./watched.ts";

/** All figures, the short ones first; each measures itself when it is called. */
export const figures: readonly (() => Promise<readonly Figure[]>)[] = [
  measureStart,
  measureActions,
  measureRequests,
  measureSandbox,
  measureDecide,
  measureForge,
  measureGate,
  measureFiles,
  measureTodo,
  measurePrograms,
  measureWatched,
  measureLanding,
  measureLong,
];
