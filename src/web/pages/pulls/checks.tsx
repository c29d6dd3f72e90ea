import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { ForgeApi } from "../../forge-api.ts";
import { pathOf } from "../../layout/issue-rows.tsx";
import { State, type StateKind } from "../../layout/state.tsx";
import { PullHead, pullPage } from "./head.tsx";
import { type PullPlace, pullAt, pullPlace } from "./place.ts";

/** What a program says of a commit: a status or a check run. */
export interface Check {
  readonly name: string;
  readonly kind: StateKind;
  /** Its state, in a word. */
  readonly word: string;
  readonly about: string | null;
  /** Where more stands; `null` for nowhere. */
  readonly href: string | null;
}

/** All that programs say of a commit. */
export const checksOf = async (api: ForgeApi, { owner, repo }: PullPlace, ref: string): Promise<Check[]> => {
  const of = { owner, repo, ref, per_page: 100 };
  const [{ statuses }, { check_runs: runs }] = await Promise.all([
    api.ask("GET /repos/{owner}/{repo}/commits/{ref}/status", of),
    api.ask("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", of),
  ]);
  return [
    ...statuses.map(({ context, state, description, target_url }) => ({
      name: context,
      ...lookOf(state),
      about: description,
      href: target_url,
    })),
    ...runs.map(({ name, status, conclusion, output, html_url, details_url }) => ({
      name,
      ...lookOf(conclusion ?? status),
      about: output.title,
      href: details_url ?? html_url,
    })),
  ];
};

/** A state of a check, as a colour and a word. */
export const lookOf = (state: string): { kind: StateKind; word: string } => {
  const word = state.replaceAll("_", " ");
  if (state === "success") return { kind: "good", word: "passed" };
  if (["failure", "error", "timed_out", "startup_failure", "action_required"].includes(state))
    return { kind: "bad", word: state === "failure" ? "failed" : word };
  if (["pending", "queued", "in_progress", "waiting", "requested"].includes(state))
    return { kind: "waiting", word };
  return { kind: "idle", word };
};

/** Checks, one a row. */
export const CheckRows: FC<{ checks: readonly Check[] }> = ({ checks }) =>
  checks.length === 0 ? (
    <p class="none">No program has said anything of this commit.</p>
  ) : (
    <ul class="rows">
      {checks.map(({ name, kind, word, about, href }) => (
        <li>
          <State kind={kind} text={word} />
          <div>
            {href ? <Away name={name} href={href} /> : <b>{name}</b>}{" "}
            {about && <span class="meta">{about}</span>}
          </div>
        </li>
      ))}
    </ul>
  );

/** Programs say where more stands: a page of ours leads there, and elsewhere only what is a web address. */
const Away: FC<{ name: string; href: string }> = ({ name, href }) => {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return <b>{name}</b>;
  if (url.hostname === "127.0.0.1") return <a href={pathOf(href)}>{name}</a>;
  if (/(^|\.)localhost\.?$/.test(url.hostname)) return <b>{name}</b>;
  return (
    <a href={url.href} rel="nofollow noopener noreferrer">
      {name}
    </a>
  );
};

export const pullChecksPage = new Hono<PageEnv>().get(
  "/:owner/:repo/pull/:number{[0-9]+}/checks",
  async (context) => {
    const at = pullPlace(context.req.param());
    const pull = await pullAt(context.var.api, at);
    const checks = await checksOf(context.var.api, at, pull.head.sha);
    return context.render(
      <section>
        <PullHead pull={pull} at={at} tab="/checks" />
        <div data-live="checks">
          <CheckRows checks={checks} />
        </div>
      </section>,
      pullPage(pull, at),
    );
  },
);
