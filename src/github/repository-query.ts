import type { GitHub } from "./client.ts";
import { asRefusal, GraphQLRefusal } from "./graphql-refusal.ts";

/** Fields of the repository, by the names under which they are answered. */
export type Fields = Readonly<Record<string, string>>;
type Answers = Readonly<Record<string, unknown>>;

/** Somebody who waits for fields. */
interface Asker {
  readonly fields: Fields;
  readonly answer: (found: Answers) => void;
  readonly fail: (error: unknown) => void;
}

const waiting = new WeakMap<GitHub["octokit"], Asker[]>();

/**
 * Asks for fields of the repository by GraphQL. What is asked for at once goes in one request, and everybody hears of what
 * was wrong with their own fields alone.
 */
export const askRepository = (github: GitHub, fields: Fields): Promise<Answers> =>
  new Promise((answer, fail) => {
    const asker = { fields, answer, fail };
    const together = waiting.get(github.octokit);
    if (together) {
      together.push(asker);
      return;
    }
    const askers = [asker];
    waiting.set(github.octokit, askers);
    setImmediate(() => {
      waiting.delete(github.octokit);
      void askTogether(github, askers);
    });
  });

const askTogether = async (github: GitHub, askers: readonly Asker[]): Promise<void> => {
  try {
    const found = await ask(github, askers);
    for (const [at, asker] of askers.entries()) asker.answer(ownAnswers(asker, at, found));
  } catch (error) {
    if (error instanceof GraphQLRefusal && isToldApart(askers, error)) answerEach(askers, error);
    // A limit is everybody's. All else may be one's own fault: each is asked for alone.
    else if (error instanceof GraphQLRefusal && askers.length > 1 && error.status !== 429)
      for (const asker of askers) await askTogether(github, [asker]);
    else for (const { fail } of askers) fail(error);
  }
};

const ask = async (github: GitHub, askers: readonly Asker[]): Promise<Answers> => {
  const fields = askers.flatMap((asker, at) =>
    Object.entries(asker.fields).map(([name, field]) => `${aliasOf(name, at)}: ${field}`),
  );
  const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join("\n")} } }`;
  try {
    const found = await github.octokit.graphql<{ repository: Answers }>(query, {
      owner: github.owner,
      name: github.repo,
    });
    return found.repository;
  } catch (error) {
    throw asRefusal(error);
  }
};

/** Two who ask may have the same names for their fields. */
const aliasOf = (name: string, at: number): string => (at === 0 ? name : `${name}_${at}`);

const ownAnswers = ({ fields }: Asker, at: number, found: Answers): Answers =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, found[aliasOf(name, at)]]));

/** Whether each error is of a field that somebody asked for, and all else was answered. */
const isToldApart = (askers: readonly Asker[], { errors, data }: GraphQLRefusal): boolean => {
  const aliases = new Set(
    askers.flatMap(({ fields }, at) => Object.keys(fields).map((name) => aliasOf(name, at))),
  );
  const isOfField = (path: readonly unknown[] = []) => aliases.has(String(path[1]));
  return isAnswers(data.repository) && errors.every(({ path }) => isOfField(path));
};

const answerEach = (askers: readonly Asker[], refusal: GraphQLRefusal): void => {
  const found = isAnswers(refusal.data.repository) ? refusal.data.repository : {};
  for (const [at, asker] of askers.entries()) {
    const own = new Set(Object.keys(asker.fields).map((name) => aliasOf(name, at)));
    const errors = refusal.errors.filter(({ path }) => own.has(String(path?.[1])));
    if (errors.length > 0) asker.fail(refusal.of(errors));
    else asker.answer(ownAnswers(asker, at, found));
  }
};

const isAnswers = (value: unknown): value is Answers => typeof value === "object" && value !== null;

/** Whether the forge would answer a smaller query. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof GraphQLRefusal && error.errors.some(({ type }) => type === "RESOURCE_LIMITS_EXCEEDED");
