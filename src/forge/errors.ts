/** An answer other than success, thrown from anywhere in an operation. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: { readonly message: string; readonly [key: string]: unknown },
    headers: Readonly<Record<string, string>> = {},
    documentation_url = "https://docs.github.com/rest",
  ) {
    super(body.message);
    this.status = status;
    this.body = { ...body, documentation_url, status: String(status) };
    this.headers = headers;
  }
}

/** One entry of a validation error; the codes are GitHub's. */
export interface ValidationProblem {
  readonly resource: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly field?: string;
  readonly message?: string;
  readonly value?: unknown;
}

export const unauthorized = (message = "Requires authentication"): HttpError =>
  new HttpError(401, { message });

export const forbidden = (message = "Resource not accessible by personal access token"): HttpError =>
  new HttpError(403, { message });

/** 403 as a job's token gets it. */
export const notForIntegrations = (): HttpError => forbidden("Resource not accessible by integration");

export const notFound = (message = "Not Found"): HttpError => new HttpError(404, { message });

export const methodNotAllowed = (message: string): HttpError => new HttpError(405, { message });

export const conflict = (message: string): HttpError => new HttpError(409, { message });

export const gone = (message: string): HttpError => new HttpError(410, { message });

/** 422 with a message alone, as the git operations answer: `Reference already exists`. */
export const unprocessable = (message: string, errors?: readonly string[]): HttpError =>
  new HttpError(422, errors === undefined ? { message } : { message, errors });

/** 422 with the reason in its list, as reviews and drafts are refused. */
export const refused = (reason: string): HttpError => unprocessable("Unprocessable Entity", [reason]);

/** 422 with a list of fields and what is wrong with each. */
export const invalid = (errors: readonly ValidationProblem[]): HttpError =>
  new HttpError(422, { message: "Validation Failed", errors });

/** Throws one 422 for all the problems, if there is any. */
export const throwOnProblems = (problems: readonly ValidationProblem[]): void => {
  if (problems.length > 0) throw invalid(problems);
};
