import type { Hono } from "hono";
import type { PageEnv } from "../environment.ts";
import { avatarPage } from "./avatar.tsx";
import { homePages } from "./home.tsx";
import { issuePage } from "./issue.tsx";
import { issueForms } from "./issue-forms.ts";
import { issuesPage } from "./issues.tsx";
import { repositoryPage } from "./repository.tsx";

/** All pages, the narrower of two that match one address first. */
export const pages: readonly Hono<PageEnv>[] = [
  avatarPage,
  homePages,
  issuePage,
  issueForms,
  issuesPage,
  repositoryPage,
];
