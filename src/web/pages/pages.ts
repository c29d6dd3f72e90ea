import type { Hono } from "hono";
import type { PageEnv } from "../environment.ts";
import { appPages } from "./apps.tsx";
import { avatarPage } from "./avatar.tsx";
import { commitPage, commitsPage } from "./code/commit.tsx";
import { comparePage } from "./code/compare.tsx";
import { filePage, rawFile } from "./code/file.tsx";
import { repositoryPage, treePage } from "./code/repository.tsx";
import { homePages } from "./home.tsx";
import { issueForms } from "./issues/forms.ts";
import { issuePage } from "./issues/issue.tsx";
import { issuesPage } from "./issues/list.tsx";
import { milestonePages } from "./issues/milestones.tsx";
import { pullChecksPage } from "./pulls/checks.tsx";
import { pullAsText, pullCommitsPages } from "./pulls/commits.tsx";
import { conversationPage } from "./pulls/conversation.tsx";
import { pullFilesPage } from "./pulls/files.tsx";
import { pullForms } from "./pulls/forms.ts";
import { checkRunPage } from "./runs/check-run.tsx";
import { jobPage } from "./runs/job.tsx";
import { runPages } from "./runs/runs.tsx";
import { searchPage } from "./search.tsx";

/** All pages, the narrower of two that match one address first. */
export const pages: readonly Hono<PageEnv>[] = [
  avatarPage,
  searchPage,
  appPages,
  issuePage,
  issueForms,
  issuesPage,
  conversationPage,
  pullFilesPage,
  pullCommitsPages,
  pullChecksPage,
  pullAsText,
  pullForms,
  milestonePages,
  jobPage,
  runPages,
  checkRunPage,
  treePage,
  filePage,
  rawFile,
  commitPage,
  commitsPage,
  comparePage,
  homePages,
  repositoryPage,
];
