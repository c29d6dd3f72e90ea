import type { RequestContext } from "../context.ts";

/** What every mutation's input may carry, to be given back. */
interface Marked {
  readonly clientMutationId?: string | null;
}

/** A mutation of GraphQL: from its input to its payload, with the client's mark given back. */
export const mutation =
  <Input, Payload extends object>(
    change: (context: RequestContext, input: Input) => Payload | Promise<Payload>,
  ) =>
  async ({ input }: { input: Input & Marked }, context: RequestContext) => ({
    ...(await change(context, input)),
    clientMutationId: input.clientMutationId ?? null,
  });

/** What was given, for REST, where leaving out is how nothing is said. */
export const given = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;
