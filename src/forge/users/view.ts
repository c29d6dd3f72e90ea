import type { User } from "../accounts.ts";
import type { Urls } from "../urls.ts";
import { userView } from "../user-view.ts";

/** A user as its own page tells it: GitHub's `public-user`. */
export const fullUserView = (user: User, urls: Urls, publicRepositories: number) => ({
  ...userView(user, urls),
  name: user.login,
  company: null,
  blog: "",
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: publicRepositories,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: user.created_at,
  updated_at: user.created_at,
});
