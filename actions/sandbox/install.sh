#!/usr/bin/env bash
# Installs bubblewrap and socat where they lack, lets bubblewrap alone make user namespaces, and tries it.
# For a user with passwordless sudo, or root. Ends with 1 where no sandbox can be had.
set -euo pipefail

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

fail() {
  echo "::error title=Milepost sandbox::$1" >&2
  exit 1
}

install() {
  command -v apt-get >/dev/null || fail "bubblewrap and socat are missing, and there is no apt-get: install them on the runner"
  export DEBIAN_FRONTEND=noninteractive
  if ! as_root apt-get update -qq || ! as_root apt-get install -qq -y bubblewrap socat >/dev/null; then
    fail "bubblewrap and socat could not be installed: give the runner's user sudo, or install them once"
  fi
}

works() {
  bwrap --unshare-all --die-with-parent --ro-bind / / --proc /proc --dev /dev \
    bwrap --unshare-user --ro-bind / / true 2>&1
}

# Ubuntu 24.04 refuses user namespaces to programs without a profile. This one names bubblewrap and nothing else: what
# the host refuses to all other programs it goes on refusing.
profile() {
  cat <<PROFILE
abi <abi/4.0>,
include <tunables/global>

profile milepost-bwrap $1 flags=(unconfined) {
  userns,
}
PROFILE
}

allow() {
  local bwrap
  bwrap=$(readlink --canonicalize "$(command -v bwrap)")
  profile "$bwrap" | as_root tee /etc/apparmor.d/milepost-bwrap >/dev/null
  as_root apparmor_parser --replace /etc/apparmor.d/milepost-bwrap
}

restricted() {
  [ "$(sysctl --values kernel.apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]
}

if ! command -v bwrap >/dev/null || ! command -v socat >/dev/null; then install; fi
said=$(works) && exit 0
if restricted; then
  allow || fail "AppArmor keeps bubblewrap from making namespaces, and its profile could not be loaded: give the runner's user sudo"
  said=$(works) && exit 0
fi
fail "bubblewrap does not work here: ${said:-it ended without a word}; see docs/sandbox.md"
