#!/usr/bin/env bash
# Make sure that the browser tests have Debian's Chromium. Where it is missing and
# cannot be installed, say so: the tests then skip with that reason, unless CI is set.
set -u
for name in chromium chromium-headless-shell chromium-browser; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's Chromium for the browser tests …"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0
fi
echo "No Chromium here: install the package 'chromium' to run the browser tests." >&2
[ -z "${CI:-}" ]
