#!/usr/bin/env bash
# Makes what a release carries beside its tag: the package, the actions' bundles, and their checksums. The checkout is left
# as it was. Usage: .github/pack.sh <version> <folder>, with dist/ built.
set -euo pipefail

version=${1:?give a version such as 1.4.0}
folder=${2:?give the folder to write to}
if ! [ -f dist/orchestrate/index.js ]; then
  echo "error: there are no bundles in dist/: run npm run bundle first" >&2
  exit 1
fi

mkdir -p "$folder"
trap 'git checkout --quiet -- package.json package-lock.json' EXIT
npm version --no-git-tag-version --allow-same-version "$version" >/dev/null
npm pack --silent --pack-destination "$folder" >/dev/null
tar --sort=name --owner=0 --group=0 --numeric-owner -czf "$folder/milepost-actions-$version.tgz" dist action.yml actions
(cd "$folder" && sha256sum -- *.tgz >checksums.txt)
echo "$folder: $(cd "$folder" && echo *)"
