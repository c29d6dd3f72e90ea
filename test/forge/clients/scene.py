"""A working day of PyGithub's: prints what it saw, a line each. Arguments: address, token, reviewer's token, owner/name."""

import sys

from github import Auth, Github

address, token, reviewer, name = sys.argv[1:]
github = Github(base_url=address, auth=Auth.Token(token), per_page=1)
repo = github.get_repo(name)
print("repository", repo.full_name, repo.default_branch)

milestone = repo.create_milestone("Plan")
issue = repo.create_issue("Todo", body="Do it", milestone=milestone, labels=["bug"])
issue.create_comment("Begun")
repo.create_issue("Another")
print("issues", sorted(one.title for one in repo.get_issues(state="open")))
print("search", github.search_issues(f"repo:{name} is:issue Todo").totalCount)

main = repo.get_branch("main")
repo.create_git_ref("refs/heads/work", main.commit.sha)
repo.create_file("work.txt", "Add work", "work\n", branch="work")
pull = repo.create_pull("main", "work", title="Work", body=f"Closes #{issue.number}")
print("files", [one.filename for one in pull.get_files()], pull.commits)
pull.create_issue_comment("Ready")
Github(base_url=address, auth=Auth.Token(reviewer)).get_repo(name).get_pull(pull.number).create_review(event="APPROVE")
head = repo.get_commit(pull.head.sha)
head.create_status("success", context="ci")
print("status", head.get_combined_status().state, head.get_check_runs().totalCount)
merged = pull.merge(merge_method="squash")
print("merged", merged.merged, repo.get_pull(pull.number).merged, repo.get_issue(issue.number).state)
repo.get_git_ref("heads/work").delete()
print("contents", repo.get_contents("work.txt").decoded_content)
