#!/usr/bin/env bash
# Runs the scenes of the clients that take more than a minute to install, which CI leaves out: a gh of 2.8x, built from
# source, and Renovate. They stay in the folder that is given, for the next time.
set -euo pipefail
cd "$(dirname "$0")/../../.."
at=${1:-$HOME/.milepost-clients}

mkdir -p "$at/gh-build" "$at/renovate"
if [ ! -x "$at/gh" ]; then
  printf 'module milepost.test/gh\n\ngo 1.24\n\nrequire github.com/cli/cli/v2 v2.83.0\n' >"$at/gh-build/go.mod"
  (cd "$at/gh-build" && go build -mod=mod -o "$at/gh" github.com/cli/cli/v2/cmd/gh)
fi
renovate="$at/renovate/node_modules/.bin/renovate"
if [ ! -x "$renovate" ]; then
  npm install --prefix "$at/renovate" --no-audit --no-fund --ignore-scripts renovate@39.99.0
fi

export MILEPOST_TEST_GH="$at/gh" MILEPOST_TEST_RENOVATE="$renovate"
npm test -- test/forge/gh.test.ts test/forge/other-clients.test.ts
