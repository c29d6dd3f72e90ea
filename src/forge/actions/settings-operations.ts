import { z } from "zod";
import { noContent, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { operation } from "../operation.ts";
import { setSettings, settingsOf } from "../repositories/actions-settings.ts";

const path = "/repos/{owner}/{repo}/actions/permissions/workflow";

const get = operation({
  id: "actions/get-github-actions-default-workflow-permissions-repository",
  method: "GET",
  path,
  needs: "admin",
  handle: ({ store, repository }) => {
    const { defaultPermissions, canApprove } = settingsOf(store, repository.id);
    return ok({
      default_workflow_permissions: defaultPermissions,
      can_approve_pull_request_reviews: canApprove,
    });
  },
});

const set = operation({
  id: "actions/set-github-actions-default-workflow-permissions-repository",
  method: "PUT",
  path,
  needs: "admin",
  body: z.object({
    default_workflow_permissions: z.enum(["read", "write"]).optional(),
    can_approve_pull_request_reviews: z.boolean().optional(),
  }),
  handle: ({ store, repository, body }) => {
    const before = settingsOf(store, repository.id);
    setSettings(store, repository.id, {
      defaultPermissions: body.default_workflow_permissions ?? before.defaultPermissions,
      canApprove: body.can_approve_pull_request_reviews ?? before.canApprove,
    });
    return noContent();
  },
});

export const settingsOperations: readonly Operation[] = [get, set];
