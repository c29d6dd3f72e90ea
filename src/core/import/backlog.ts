import type { Lines } from "./source.ts";

/** Something to do, as a source has it. */
export interface Task extends Lines {
  /** What the source itself calls it, such as `T001` or `SHOP-2`; `null` when it has no such name. */
  readonly key: string | null;
  /** Its words, with those that go on from its first line. */
  readonly text: string;
  /** All its words as they stand, where its name and its marks are no part of `text`. */
  readonly said?: string;
  /** Whether its words are a title as they stand, as a tracker's are. */
  readonly titled?: boolean;
  /** What stands below it, and the line where that begins. */
  readonly details: readonly string[];
  readonly from: number;
  /** Keys of what it waits for. */
  readonly needs: readonly string[];
  /** The issue that it is, where that is known to be one of the repository's. */
  readonly issue?: number;
}

/** Todos that belong together. */
export interface Group extends Lines {
  /** What the source calls whoever works it, such as `3`; `null` when it has no such name. */
  readonly name: string | null;
  readonly title: string;
  /** Where its title, its worktree and its paths stand. */
  readonly stated: readonly Lines[];
  readonly worktree: string | null;
  readonly owns: readonly string[];
  /** What must be complete before it begins, in the source's words. */
  readonly after: string | null;
  /** Its place among those that go one after the other; `null` when it is free. */
  readonly step: number | null;
  /** The steps that it says it waits for; `null` when it says nothing of them. */
  readonly waits: readonly number[] | null;
  readonly tasks: readonly Task[];
  /** Lines that say what to check or to know of it. */
  readonly notes: readonly Lines[];
  /** What the source says elsewhere that this body is only for. */
  readonly only: readonly string[];
}

/** Why a line became nothing. */
export type LeftWhy =
  | "done"
  | "cancelled"
  | "duplicate"
  | "group"
  | "prose"
  | "beside"
  | "heading"
  | "code"
  | "quote"
  | "hidden"
  | "boxes-beside"
  | "column"
  | "field"
  | "head"
  | "own"
  | "judged"
  | "unnamed"
  | "markup";

/** Whether nothing is to be done of it any more. */
export const isOver = (why: LeftWhy): boolean => why === "done" || why === "cancelled" || why === "duplicate";

/** Lines that became nothing, or more than a plan can hold. */
export interface Left extends Lines {
  readonly why: LeftWhy;
  /** What they are about, where a line says more than one thing. */
  readonly what?: string;
  /** The name that the source has for what is over: whoever waits for it need not. */
  readonly key?: string | null;
  /** What it would be as a todo, where a person takes it all the same, and what that would be a part of. */
  readonly task?: Task;
  readonly of?: string;
}

/** A sentence that every change is held to. */
export interface Rule extends Lines {
  readonly text: string;
}

/** A branch that a source names. */
export interface NamedBranch extends Lines {
  readonly prefix: string;
  readonly order: string;
  readonly slug: string;
  /** The name of the body that it is for, and words about it. */
  readonly body: string | null;
  readonly words: string;
}

/** What can be read in two ways. */
export interface Question extends Lines {
  readonly asks: "boxes-beside" | "plain-lists" | "list-above" | "list-beside" | "table-beside";
  /** How many points or rows it is about. */
  readonly points: number;
}

/** What a source says is to be done, before anything is made of it. */
export interface Backlog {
  readonly title: string;
  /** Where the title stands; no line when the source has none. */
  readonly titled: Lines | null;
  readonly groups: readonly Group[];
  readonly left: readonly Left[];
  readonly rules: readonly Rule[];
  readonly branches: readonly NamedBranch[];
  readonly questions: readonly Question[];
  /** Text that settings are read from; empty where what people wrote says nothing of settings. */
  readonly prose: string;
  /** A pattern for branches that the source has as a field. */
  readonly prefix?: string;
}

/** A group with nothing but what is given. */
export const groupOf = (given: Pick<Group, "title" | "tasks" | "line" | "end"> & Partial<Group>): Group => ({
  ...{
    name: null,
    stated: [],
    worktree: null,
    owns: [],
    after: null,
    step: null,
    waits: null,
    notes: [],
    only: [],
  },
  ...given,
});

/** A backlog with nothing but what is given. */
export const backlogOf = (given: Pick<Backlog, "title" | "groups"> & Partial<Backlog>): Backlog => ({
  ...{ titled: null, left: [], rules: [], branches: [], questions: [], prose: "" },
  ...given,
});
