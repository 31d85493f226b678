#!/usr/bin/env bash
# Install the other programs that our files must work in, for the tests alone: an environment
# with `anki` and `schemathesis`, the players from npm, LibreOffice and poppler. Where one
# cannot be had, its tests skip with that reason, unless CI is set.
set -u
cd "$(dirname "$0")/.."
VENV="${VENV:-.venv}"
PEERS="$VENV/peers"
missing=()

if [ ! -e "$PEERS/.ready" ] || [ requirements/peers.txt -nt "$PEERS/.ready" ]; then
  echo "Installing the programs that read our files …"
  { [ -x "$PEERS/bin/python" ] || "${PYTHON:-python3}" -m venv "$PEERS"; } \
    && "$PEERS/bin/python" -m pip --disable-pip-version-check --quiet install \
         --require-hashes -r requirements/peers.txt \
    && touch "$PEERS/.ready" || missing+=("the Python packages of requirements/peers.txt")
fi

packages=()
command -v soffice >/dev/null 2>&1 || packages+=(libreoffice-calc-nogui libreoffice-writer-nogui)
command -v pdftoppm >/dev/null 2>&1 || packages+=(poppler-utils)
command -v npm >/dev/null 2>&1 || packages+=(nodejs npm)
if [ ${#packages[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    { apt-get update -qq \
      && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
           "${packages[@]}"; } >/dev/null 2>&1 || missing+=("${packages[@]}")
  else
    missing+=("${packages[@]}")
  fi
fi

if [ tests/peers/package-lock.json -nt tests/peers/node_modules/.package-lock.json ]; then
  (cd tests/peers && npm ci --silent --no-update-notifier >/dev/null 2>&1) \
    || missing+=("the npm packages of tests/peers")
fi

[ ${#missing[@]} -eq 0 ] && exit 0
printf 'Not here: %s\n' "${missing[@]}" >&2
[ -z "${CI:-}" ]
