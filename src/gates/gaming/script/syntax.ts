/** A part of a syntax tree, as far as anybody here needs to know it. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

export const nodesIn = (value: unknown): readonly Node[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is Node => isNode(one));

/** The parts of one that can run: nothing behind a `return`, and nothing that a constant condition keeps out. */
export const runningParts = (node: Node): readonly Node[] => {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
      return reached(nodesIn(node.body));
    case "SwitchCase":
      return [...nodesIn(node.test), ...reached(nodesIn(node.consequent))];
    case "IfStatement":
    case "ConditionalExpression":
      return [node.test, ...branchesOf(node)].flatMap(nodesIn);
    case "LogicalExpression":
      return isShort(node) ? nodesIn(node.left) : [node.left, node.right].flatMap(nodesIn);
    case "WhileStatement":
    case "ForStatement":
      return constantOf(node.test) === false ? nodesIn(node.init) : partsOf(node);
    default:
      return partsOf(node);
  }
};

/** Statements up to the first that leaves them; what is declared as a function is there all the same. */
const reached = (statements: readonly Node[]): readonly Node[] => {
  const last = statements.findIndex(({ type }) => leaving.has(type));
  return last < 0
    ? statements
    : statements.filter(({ type }, at) => at <= last || type === "FunctionDeclaration");
};

const leaving: ReadonlySet<string> = new Set([
  "ReturnStatement",
  "ThrowStatement",
  "BreakStatement",
  "ContinueStatement",
]);

const branchesOf = ({ test, consequent, alternate }: Node): readonly unknown[] => {
  const isTrue = constantOf(test);
  return [...(isTrue === false ? [] : [consequent]), ...(isTrue === true ? [] : [alternate])];
};

const isShort = ({ operator, left }: Node): boolean =>
  (operator === "&&" && constantOf(left) === false) || (operator === "||" && constantOf(left) === true);

/** Whether a condition always or never holds; `null` when that depends. */
const constantOf = (value: unknown): boolean | null => {
  const [node] = nodesIn(value);
  switch (node?.type) {
    case "BooleanLiteral":
    case "NumericLiteral":
      return Boolean(node.value);
    case "NullLiteral":
      return false;
    case "UnaryExpression": {
      const inner = constantOf(node.argument);
      return node.operator === "!" && inner !== null ? !inner : null;
    }
    default:
      return null;
  }
};

const partsOf = (node: Node): readonly Node[] =>
  Object.entries(node).flatMap(([field, value]) =>
    /Comments$|^(?:loc|extra)$/.test(field) ? [] : nodesIn(value),
  );

/** A constant as it stands: it says nothing of the code that is tested. */
export const isLiteral = ({ type, name }: Node): boolean =>
  (/Literal$/.test(type) && type !== "TemplateLiteral") || (type === "Identifier" && name === "undefined");
