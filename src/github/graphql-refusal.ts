import { z } from "zod";

const errors = z
  .array(
    z.object({
      message: z.string().default(""),
      type: z.string().optional(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
    }),
  )
  .min(1);
type GraphQLErrors = z.output<typeof errors>;

const answered = z.object({
  errors,
  data: z.record(z.string(), z.unknown()).nullish(),
  headers: z.record(z.string(), z.unknown()).optional(),
});
/** How the plugin that waits for limits says that one is reached. */
const limited = z.object({
  response: z.object({ data: z.object({ errors }), headers: z.record(z.string(), z.unknown()).optional() }),
});

/** What GraphQL answered in place of what was asked for, with the status that REST would have for it. */
export class GraphQLRefusal extends Error {
  readonly status: number;
  readonly errors: GraphQLErrors;
  /** What was answered all the same. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;

  constructor({ errors, data, headers }: z.output<typeof answered>, options: { readonly cause: unknown }) {
    super([...new Set(errors.map(({ message }) => message))].join("; "), options);
    this.name = "GraphQLRefusal";
    this.errors = errors;
    this.status = statusOf(errors);
    this.data = data ?? {};
    this.headers = headers ?? {};
  }

  /** The same as whoever asked for some of the fields is to hear of it. */
  of(errors: GraphQLErrors): GraphQLRefusal {
    return new GraphQLRefusal({ errors, headers: this.headers }, { cause: this.cause });
  }
}

/** A failed request, and as a refusal what GraphQL answered to one. */
export const asRefusal = (error: unknown): unknown => {
  if (error instanceof GraphQLRefusal) return error;
  const read = answered.safeParse(error).data ?? limited.safeParse(error).data?.response;
  if (!read) return error;
  return new GraphQLRefusal("errors" in read ? read : { ...read.data, ...read }, { cause: error });
};

const statusOf = (errors: GraphQLErrors): number =>
  Math.max(
    ...errors.map(({ type = "", message }) =>
      /^Something went wrong/.test(message) ? statuses.INTERNAL : (statuses[type] ?? 422),
    ),
  );

/** By the types that GitHub gives. */
const statuses: Readonly<Record<string, number>> & { readonly INTERNAL: number } = {
  INTERNAL: 502,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
};
