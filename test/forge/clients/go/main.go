// A working day of go-github's: prints what it saw, a line each. Arguments: address, token, reviewer's token, owner, name.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/google/go-github/v74/github"
)

func must[Value any](value Value, _ *github.Response, err error) Value {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func client(address, token string) *github.Client {
	made, err := github.NewClient(nil).WithAuthToken(token).WithEnterpriseURLs(address, address)
	if err != nil {
		panic(err)
	}
	return made
}

func main() {
	address, owner, name := os.Args[1], os.Args[4], os.Args[5]
	ctx, bot, reviewer := context.Background(), client(address, os.Args[2]), client(address, os.Args[3])
	repo := must(bot.Repositories.Get(ctx, owner, name))
	fmt.Println("repository", repo.GetFullName(), repo.GetDefaultBranch())

	issue := must(bot.Issues.Create(ctx, owner, name, &github.IssueRequest{Title: github.Ptr("Todo")}))
	must(bot.Issues.CreateComment(ctx, owner, name, issue.GetNumber(), &github.IssueComment{Body: github.Ptr("Begun")}))
	found := must(bot.Search.Issues(ctx, "repo:"+owner+"/"+name+" is:issue Todo", nil))
	fmt.Println("search", found.GetTotal())

	branch := must(bot.Repositories.GetBranch(ctx, owner, name, "main", 0))
	must(bot.Git.CreateRef(ctx, owner, name, &github.Reference{
		Ref: github.Ptr("refs/heads/work"), Object: &github.GitObject{SHA: branch.Commit.SHA},
	}))
	must(bot.Repositories.CreateFile(ctx, owner, name, "work.txt", &github.RepositoryContentFileOptions{
		Message: github.Ptr("Add work"), Content: []byte("work\n"), Branch: github.Ptr("work"),
	}))
	pull := must(bot.PullRequests.Create(ctx, owner, name, &github.NewPullRequest{
		Title: github.Ptr("Work"), Head: github.Ptr("work"), Base: github.Ptr("main"),
	}))
	files := must(bot.PullRequests.ListFiles(ctx, owner, name, pull.GetNumber(), nil))
	fmt.Println("files", files[0].GetFilename(), pull.GetCommits())
	must(reviewer.PullRequests.CreateReview(ctx, owner, name, pull.GetNumber(), &github.PullRequestReviewRequest{
		Event: github.Ptr("APPROVE"),
	}))
	checks := must(bot.Checks.ListCheckRunsForRef(ctx, owner, name, pull.GetHead().GetSHA(), nil))
	fmt.Println("checks", checks.GetTotal())
	merged := must(bot.PullRequests.Merge(ctx, owner, name, pull.GetNumber(), "", nil))
	fmt.Println("merged", merged.GetMerged())
}
