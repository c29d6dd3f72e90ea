import type { GitHub } from "./client.ts";
import { asRefusal, GraphQLRefusal } from "./graphql-refusal.ts";

/** Something to be done by GraphQL: a mutation and what it takes. */
export interface Mutation {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What is to be told of what it made. */
  readonly fields?: string;
}

/** What became of a mutation: why it was refused, or what it told. */
export type Mutated =
  | { readonly refused: GraphQLRefusal }
  | { readonly refused: null; readonly told: unknown };

/** How mutations are asked for: what must not be done twice is not sent again by the client. */
interface Sending {
  readonly mayRepeat: boolean;
}

/** Mutations of one request: the forge ends those that take it too long. */
const atOnce = 20;

/** Does one after the other, twenty to a request; answers what became of each. */
export const mutateAll = async (
  github: GitHub,
  mutations: readonly Mutation[],
  sending: Sending = { mayRepeat: true },
): Promise<Mutated[]> => {
  const ended: Mutated[] = [];
  for (let from = 0; from < mutations.length; from += atOnce)
    ended.push(...(await mutateTogether(github, mutations.slice(from, from + atOnce), sending)));
  return ended;
};

const mutateTogether = async (
  github: GitHub,
  some: readonly Mutation[],
  sending: Sending,
): Promise<Mutated[]> => {
  const variables = Object.fromEntries(some.map(({ input }, at) => [`input${at}`, input]));
  try {
    const request = sending.mayRepeat ? {} : { request: { retries: 0 } };
    const told = await github.octokit.graphql<Told>(textOf(some), { ...variables, ...request });
    return some.map((_, at) => ({ refused: null, told: told[`done${at}`] }));
  } catch (error) {
    const refusal = asRefusal(error);
    if (!(refusal instanceof GraphQLRefusal) || refusal.status === 429) throw refusal;
    const { errors } = refusal;
    if (errors.every(({ path }) => /^done\d+$/.test(String(path?.[0]))))
      return some.map((_, at) => {
        const own = errors.filter(({ path }) => path?.[0] === `done${at}`);
        return own.length === 0
          ? { refused: null, told: refusal.data[`done${at}`] }
          : { refused: refusal.of(own) };
      });
    // Nothing was done of what could not be read as a whole.
    if (some.length === 1) return [{ refused: refusal }];
    const ended: Mutated[] = [];
    for (const one of some) ended.push(...(await mutateTogether(github, [one], sending)));
    return ended;
  }
};

type Told = Readonly<Record<string, unknown>>;

const textOf = (some: readonly Mutation[]): string => {
  const inputs = some.map(({ name }, at) => `$input${at}: ${inputType(name)}!`);
  const fields = some.map(
    ({ name, fields = "clientMutationId" }, at) => `done${at}: ${name}(input: $input${at}) { ${fields} }`,
  );
  return `mutation(${inputs.join(", ")}) { ${fields.join("\n")} }`;
};

const inputType = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
