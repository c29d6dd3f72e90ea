import picomatch from "picomatch";
import type { Trigger, Workflow } from "../workflows.ts";
import type { ForgeEvent } from "./event.ts";

/** Activity types that start a workflow which names none: the others have to be asked for. */
const usualTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["opened", "synchronize", "reopened"],
  pull_request_target: ["opened", "synchronize", "reopened"],
};

/** Whether an event starts a workflow: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export const starts = async (workflow: Workflow, event: ForgeEvent): Promise<boolean> => {
  if (!Object.hasOwn(workflow.triggers, event.name)) return false;
  const trigger = workflow.triggers[event.name] ?? {};
  return (
    typeFits(trigger, event) &&
    refFits(trigger, event) &&
    workflowFits(trigger, event) &&
    (await pathsFit(trigger, event))
  );
};

const typeFits = ({ types }: NonNullable<Trigger>, { name, action }: ForgeEvent): boolean => {
  if (action === null) return true;
  const wanted = types ?? usualTypes[name];
  return wanted === undefined || wanted === null || wanted.includes(action);
};

const refFits = (trigger: NonNullable<Trigger>, { name, filtered }: ForgeEvent): boolean => {
  if (!filtered) return true;
  const { branches, "branches-ignore": ignored, tags, "tags-ignore": tagsIgnored } = trigger;
  if (filtered.tag !== undefined) {
    // A push that only names branches is not started by tags, and the other way round.
    if (!tags && !tagsIgnored) return !branches && !ignored;
    return passes(filtered.tag, tags, tagsIgnored);
  }
  if (name === "push" && !branches && !ignored && (tags || tagsIgnored)) return false;
  return passes(filtered.branch ?? "", branches, ignored);
};

const workflowFits = ({ workflows }: NonNullable<Trigger>, { name, payload }: ForgeEvent): boolean => {
  if (name !== "workflow_run" || !workflows) return true;
  const { workflow_run: run } = payload;
  const from = typeof run === "object" && run !== null ? Reflect.get(run, "name") : undefined;
  return workflows.some((workflow) => workflow === from);
};

const pathsFit = async (trigger: NonNullable<Trigger>, { changed }: ForgeEvent): Promise<boolean> => {
  const { paths, "paths-ignore": ignored } = trigger;
  if (!changed || (!paths && !ignored)) return true;
  const files = await changed();
  return files.some((file) => passes(file, paths, ignored));
};

type Patterns = readonly string[] | null | undefined;

const passes = (value: string, wanted: Patterns, ignored: Patterns): boolean => {
  if (wanted) return matches(value, wanted);
  return !ignored || !matches(value, ignored);
};

/** The last pattern that fits decides; one that starts with `!` takes back what others let in. */
const matches = (value: string, patterns: readonly string[]): boolean =>
  patterns.reduce((matched, pattern) => {
    const negative = pattern.startsWith("!");
    const fits = picomatch.isMatch(value, negative ? pattern.slice(1) : pattern, { dot: true });
    return fits ? !negative : matched;
  }, false);
