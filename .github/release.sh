#!/usr/bin/env bash
# Publishes a release: a commit that carries the built bundles, on its tag only, and the major tag moved to it.
# Main is left as it is. Usage: .github/release.sh <version>, such as 1.4.0, with dist/ built and everything committed.
set -euo pipefail

version=${1:?give a version such as 1.4.0}
if ! [[ $version =~ ^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$ ]]; then
  echo "error: $version is no version: write it as 1.4.0" >&2
  exit 1
fi
tag=v$version
major=v${version%%.*}

if git ls-remote --exit-code --tags origin "refs/tags/$tag" >/dev/null; then
  echo "error: $tag is released already: releases never change, so choose the next version" >&2
  exit 1
fi
if ! [ -f dist/orchestrate/index.js ]; then
  echo "error: there are no bundles in dist/: run npm run bundle first" >&2
  exit 1
fi
if ! git diff --quiet HEAD; then
  echo "error: there are changes that are not committed: a release is made of a commit" >&2
  exit 1
fi

back=$(git symbolic-ref --quiet --short HEAD || git rev-parse HEAD)
trap 'git checkout --quiet "$back"' EXIT
git checkout --quiet --detach
git add --force dist
npm version --no-git-tag-version --allow-same-version "$version" >/dev/null
git commit --quiet --all --signoff --message "Release $tag"
git tag --annotate "$tag" --message "Milepost $tag"
git tag --annotate --force "$major" --message "Milepost $tag" >/dev/null
if [ "${DRY_RUN:-false}" = true ]; then
  git push --dry-run --quiet --atomic origin "refs/tags/$tag" "+refs/tags/$major"
  git tag --delete "$tag" "$major" >/dev/null
  echo "$tag would be released, and $major moved to it"
  exit
fi
git push --quiet --atomic origin "refs/tags/$tag" "+refs/tags/$major"
echo "$tag is released, and $major is moved to it"
