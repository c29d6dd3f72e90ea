import { type Group, groupOf } from "../backlog.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { asideIn, asideQuestions } from "./aside.ts";
import type { Document, FoundWork } from "./context.ts";
import { fieldStates } from "./fields.ts";
import { overBeside } from "./lists.ts";
import { memberWork } from "./member-work.ts";
import { boxesBeside, outsideOf, outsideWork, questionsOf } from "./outside.ts";
import type { Series } from "./series.ts";
import { titleOfSection } from "./titles.ts";
import { areWhole } from "./whole-sections.ts";
import { workerGroup } from "./workers.ts";

/** Todos are in the sections of a series, or are these sections; what stands elsewhere is none, but for doubts. */
export const seriesWork = (series: Series, document: Document): FoundWork => {
  if (series.kind === "workers") return workersWork(series, document);
  const aside = asideIn(series, document.reading).filter(({ line }) => !document.isTaken(line));
  const sections = series.members.map(({ section }) => section);
  const states = fieldStates(sections, document.reading.lines);
  const isWhole = areWhole(series, document.reading);
  const parts = series.members.map((member) =>
    memberWork(member, { series, aside, document, states, isWhole }),
  );
  const left = parts.flatMap((part) => part.left);
  const areTodos = parts.every(({ group, isTodo }) => group === null || isTodo);
  const groups = parts.flatMap(({ group }) => (group ? [group] : []));
  const keys = groups.flatMap(({ tasks }) => tasks.flatMap(({ key }) => key ?? []));
  const outside = outsideWork(series, document, new Set(keys));
  return {
    groups: [...(areTodos ? together(groups, series, document) : groups), ...outside.groups],
    left: [...left, ...outside.left, ...overBeside(beside(sections, document), document.reading)],
    questions: [...outside.questions, ...asideQuestions(aside)],
  };
};

/** Sections that are none of these, nor around or in one of them. */
const beside = (sections: readonly Section[], { root }: Document): Section[] =>
  allIn(root).filter((one) => !sections.some(({ line, end }) => line <= one.end && one.line <= end));

const workersWork = ({ members }: Series, document: Document): FoundWork => {
  const found = members.map((member) => workerGroup(member, document));
  const outside = outsideOf(members, document);
  return {
    groups: found.map(({ group }) => group),
    left: [...found.flatMap(({ left }) => left), ...outside.flatMap((section) => boxesBeside(section))],
    questions: questionsOf(outside),
  };
};

/** Steps that are todos themselves are the todos of one body. */
const together = (groups: readonly Group[], { members }: Series, document: Document): Group[] => {
  const [first] = groups;
  if (!first) return [];
  const sections = members.map(({ section }) => section);
  const above = allIn(document.root).filter(({ parts }) => parts.some((part) => sections.includes(part)));
  return above.flatMap((parent) => {
    const own = groups.filter(({ line }) => parent.parts.some((part) => part.line === line));
    if (own.length === 0) return [];
    const { title, stated } = titleOfSection(parent, document);
    const { line, end } = parent;
    return [groupOf({ title, stated, tasks: own.flatMap(({ tasks }) => tasks), line, end })];
  });
};
