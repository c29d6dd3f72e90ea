import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { HttpError, type ValidationProblem } from "../errors.ts";

/** What is not there, or not for the asker to see. */
export const missing = (message: string): GraphQLError => refusal("NOT_FOUND", message);

/** What GraphQL says of an id that nothing has. */
export const missingNode = (id: string): GraphQLError =>
  missing(`Could not resolve to a node with the global id of '${id}'`);

/** An error with GitHub's type for it. */
export const refusal = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

/** An error as GitHub shows it, with its type beside the message; one that is no answer goes to standard error. */
export const shownError = (error: GraphQLError): GraphQLFormattedError & { readonly type: unknown } => {
  const { path, locations, originalError } = error;
  const { type, message } = explained(error);
  if (originalError && !(originalError instanceof HttpError) && !(originalError instanceof GraphQLError)) {
    process.stderr.write(`forge: ${originalError.stack ?? originalError.message}\n`);
  }
  return { type, message, ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
};

const explained = ({ originalError, message, extensions }: GraphQLError) => {
  if (originalError instanceof HttpError) {
    return { type: typeOf(originalError.status), message: messageOf(originalError) };
  }
  if (originalError === undefined || originalError instanceof GraphQLError) {
    return { type: extensions.type, message };
  }
  return { type: "INTERNAL", message: "Something went wrong while executing your query." };
};

const typeOf = (status: number): string => {
  switch (status) {
    case 404:
      return "NOT_FOUND";
    case 401:
    case 403:
      return "FORBIDDEN";
    default:
      return "UNPROCESSABLE";
  }
};

/** REST gives reasons in a list, GraphQL in one sentence. */
const messageOf = ({ body, message }: HttpError): string => {
  const reasons = Array.isArray(body.errors) ? body.errors.map(reasonOf) : [];
  return reasons.length > 0 ? reasons.join(", ") : message;
};

const reasonOf = (error: string | ValidationProblem): string => {
  if (typeof error === "string") return error;
  const { message, field, code, resource } = error;
  if (message !== undefined) return message.charAt(0).toUpperCase() + message.slice(1);
  const name = field === undefined ? resource : field.charAt(0).toUpperCase() + field.slice(1);
  return `${name} ${phrases[code]}`;
};

const phrases: Readonly<Record<ValidationProblem["code"], string>> = {
  missing: "does not exist",
  missing_field: "can't be blank",
  invalid: "is invalid",
  already_exists: "has already been taken",
  unprocessable: "is unprocessable",
  custom: "is invalid",
};
