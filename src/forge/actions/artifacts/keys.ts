import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { AddressSigner } from "../../actions-services.ts";

/** For which run and job a call of the artifact service is. */
export interface JobIds {
  readonly runId: number;
  readonly jobId: number;
}

type Access = Parameters<AddressSigner["signatureFor"]>[1];

/** Signs what jobs and addresses of artifacts prove themselves with; made anew with each start of the forge. */
export class ArtifactKeys implements AddressSigner {
  readonly #key = randomBytes(32);

  /** A token as `@actions/artifact` reads it: a JWT that names run and job. */
  tokenFor({ runId, jobId }: JobIds): string {
    const head = encoded({ alg: "HS256", typ: "JWT" });
    const body = encoded({ scp: `Actions.Results:${runId}:${jobId}` });
    return `${head}.${body}.${this.#sign(`${head}.${body}`)}`;
  }

  /** What a token names; `null` for one that we did not sign. */
  idsIn(token: string): JobIds | null {
    const [head = "", body = "", signature = ""] = token.split(".");
    if (!same(signature, this.#sign(`${head}.${body}`))) return null;
    const { scp } = JSON.parse(Buffer.from(body, "base64url").toString());
    const [, runId, jobId] = String(scp).split(":");
    return { runId: Number(runId), jobId: Number(jobId) };
  }

  /** The signature that lets anyone who has it read, or write, one artifact, or read one job's or run's log. */
  signatureFor(id: number, access: Access): string {
    return this.#sign(`${access}:${id}`);
  }

  allows(signature: string, id: number, access: Access): boolean {
    return same(signature, this.signatureFor(id, access));
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Bytes are compared, since what a stranger sends may hold characters of several. */
const same = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
