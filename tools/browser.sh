#!/usr/bin/env bash
# Make sure that the browser tests have Debian's Chromium, the one without windows where there
# is one. Where it is missing and cannot be installed, say so: the tests then skip with that
# reason, unless CI is set.
set -u
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's Chromium for the browser tests …"
  apt-get update -qq >/dev/null 2>&1
  for package in chromium-headless-shell chromium; do
    command -v "$package" >/dev/null 2>&1 && exit 0
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null 2>&1 && exit 0
  done
fi
for name in chromium chromium-browser; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
echo "No Chromium here: install the package 'chromium-headless-shell' to run the browser tests." >&2
[ -z "${CI:-}" ]
