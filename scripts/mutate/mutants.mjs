// Finds what may be changed in a source file, and makes one text of it that holds all of these changes, each behind a switch.
import { parse } from "@babel/parser";

/** The name of the switch: `on(id)` says whether that mutant lives, and that its place was reached. */
export const switchName = "__mutant";

/**
 * The mutants of a source, and the source with a switch at each. Words for people are left as they are: codes have no
 * spaces, and are changed.
 */
export const mutantsIn = (file, source, firstId) => {
  const { program } = parse(source, { sourceType: "module", plugins: ["typescript"] });
  const mutants = [];
  const add = (node, mutant, original = source.slice(node.start, node.end)) => {
    const id = firstId + mutants.length;
    const { line } = node.loc.start;
    mutants.push({ id, file, line, original: oneLine(original), mutant: oneLine(mutant) });
    return `${switchName}(${id})`;
  };
  return { text: textOf(program, { source, add, parents: [] }), mutants };
};

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** The text of a node, with the switches of all that is in it. */
const textOf = (node, place) => {
  if (isTypeOnly(node)) return rawOf(node, place);
  const inner = innerText(node, place);
  if (isLoop(node)) return inner;
  const [parent] = place.parents;
  // In braces, or an `else` behind it would be its own.
  if (isStatementToLose(node)) return `{ if (!${place.add(node, "")}) { ${inner} } }`;
  if (node.type === "SpreadElement") return withoutSpread(node, inner, place);
  if (isMemberToLose(node, parent)) return `...(${place.add(node, "")} ? {} : { ${inner} })`;
  if (!isExpression(node, parent)) return inner;
  const options = mutationsOf(node, place).filter((text) => text !== null);
  const isPartOfChain = parent?.type.startsWith("Optional") && parent[chainKey(parent)] === node;
  if (options.length === 0 || isPartOfChain) return inner;
  return `(${options.map((text) => `${place.add(node, text)} ? (${text}) : `).join("")}(${inner}))`;
};

const rawOf = ({ start, end }, { source }) => source.slice(start, end);

/** The node's own text around the texts of its children. */
const innerText = (node, { source, add, parents }) => {
  const place = { source, add, parents: [node, ...parents] };
  let text = "";
  let at = node.start;
  for (const child of childrenOf(node)) {
    text += source.slice(at, child.start);
    text += loopBodyOf(node) === child ? loopBody(child, place) : textOf(child, place);
    at = child.end;
  }
  return text + source.slice(at, node.end);
};

const childrenOf = (node) =>
  Object.entries(node)
    .filter(([key]) => !leftOut.has(key))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === "string" && typeof value.start === "number")
    .filter((child) => !(node.shorthand && child === node.key))
    .sort((a, b) => a.start - b.start);

const leftOut = new Set(["loc", "extra", "leadingComments", "trailingComments", "innerComments", "errors"]);

const isTypeOnly = (node) =>
  (node.type.startsWith("TS") && !/^TS(As|Satisfies|NonNull)/.test(node.type)) ||
  node.type === "ImportDeclaration" ||
  node.type === "ExportAllDeclaration";

/** Each turn of a loop is counted, so that a mutant that goes on for ever is found out. */
const loopBodyOf = (node) => (isLoop(node) ? node.body : null);
const isLoop = ({ type }) => /^(For|ForOf|ForIn|While|DoWhile)Statement$/.test(type);
const loopBody = (body, place) => `{ ${switchName}.turn(); ${textOf(body, place)} }`;

const isStatementToLose = (node) => node.type === "ExpressionStatement";

const withoutSpread = (node, inner, place) => {
  const empty = place.parents[0]?.type === "ObjectExpression" ? "{}" : "[]";
  const without = place.add(node, "");
  return `...(${without} ? ${empty} : ${inner.slice("...".length)})`;
};

/** A member that changes what was spread before it. */
const isMemberToLose = (node, parent) =>
  node.type === "ObjectProperty" &&
  parent?.type === "ObjectExpression" &&
  !isWords(node.value) &&
  parent.properties.some(({ type }) => type === "SpreadElement");

/** For people to read. */
const isWords = ({ type, value }) =>
  type === "TemplateLiteral" || (type === "StringLiteral" && /\s/.test(value));

const isExpression = (node, parent) => {
  if (parent === undefined) return false;
  if (parent.type === "ObjectProperty") return parent.value === node;
  if (/^(AssignmentExpression|AssignmentPattern|VariableDeclarator)$/.test(parent.type))
    return parent.left !== node && parent.id !== node;
  return !/^(Import|Export(Named|All)|TemplateElement)/.test(parent.type);
};

const chainKey = ({ type }) => (type === "OptionalCallExpression" ? "callee" : "object");

/** What an expression becomes, as texts. */
const mutationsOf = (node, place) => {
  const raw = (part) => (part.extra?.parenthesized ? `(${rawOf(part, place)})` : rawOf(part, place));
  const [parent] = place.parents;
  const asTest = isTest(node, parent) ? ["true", "false"] : [];
  switch (node.type) {
    case "LogicalExpression":
      if (node.operator === "??") return [raw(node.left)];
      return [...asTest, `(${raw(node.left)}) ${node.operator === "&&" ? "||" : "&&"} (${raw(node.right)})`];
    case "BinaryExpression":
      return [
        ...asTest,
        ...(operators[node.operator] ?? []).map((to) => `${raw(node.left)} ${to} ${raw(node.right)}`),
      ];
    case "AssignmentExpression":
      return assignments[node.operator]
        ? [`${raw(node.left)} ${assignments[node.operator]} ${raw(node.right)}`]
        : [];
    case "UnaryExpression":
      return node.operator === "!" ? [...asTest, raw(node.argument)] : [];
    case "BooleanLiteral":
      return [String(!node.value)];
    case "NumericLiteral":
      return [String(node.value + 1)];
    case "StringLiteral":
      return isCode(node, parent) ? ['""'] : [];
    case "CallExpression":
    case "OptionalCallExpression":
      return [...asTest, ...ofCall(node, place)];
    default:
      return asTest;
  }
};

const isTest = (node, parent) =>
  (parent.type === "IfStatement" || parent.type === "ConditionalExpression") && parent.test === node;

const operators = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
};
const assignments = { "+=": "-=", "-=": "+=" };

/** A state, a reason, a kind; what it is compared with is changed where the comparison is. */
const isCode = ({ value }, parent) => /^[\w-]+$/.test(value) && parent.type !== "BinaryExpression";

const ofCall = (node, place) => {
  const { callee } = node;
  if (!/MemberExpression$/.test(callee.type) || callee.computed) return [];
  const { name } = callee.property;
  const { source } = place;
  const called = (other) =>
    source.slice(node.start, callee.property.start) + other + source.slice(callee.property.end, node.end);
  if (name in methods) return [called(methods[name])];
  if (droppable.has(name)) return [rawOf(callee.object, place)];
  if (askable.has(name) && place.parents[0].type !== "UnaryExpression" && !isTest(node, place.parents[0]))
    return [`!${rawOf(node, place)}`];
  return [];
};

const methods = {
  some: "every",
  every: "some",
  find: "findLast",
  findLast: "find",
  min: "max",
  max: "min",
};
const droppable = new Set(["filter", "sort", "toSorted", "reverse", "slice", "trim"]);
const askable = new Set(["has", "includes", "startsWith", "endsWith", "test"]);
