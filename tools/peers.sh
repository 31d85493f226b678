#!/usr/bin/env bash
# Install the other programs that the tests need and ours does not: those that read our files
# (`anki`, the players from npm, LibreOffice, poppler), those that look for holes, PostgreSQL's
# server, a proxy and a clock that can be set. Where one cannot be had, its tests skip with that
# reason, unless CI is set.
set -u
cd "$(dirname "$0")/.."
VENV="${VENV:-.venv}"
missing=()

environment() {  # environment NAME WHAT: install requirements/NAME.txt into $VENV/NAME
  local home="$VENV/$1" wanted="requirements/$1.txt"
  if [ ! -e "$home/.ready" ] || [ "$wanted" -nt "$home/.ready" ]; then
    echo "Installing $2 …"
    { [ -x "$home/bin/python" ] || "${PYTHON:-python3}" -m venv "$home"; } \
      && "$home/bin/python" -m pip --disable-pip-version-check --quiet install \
           --require-hashes -r "$wanted" 2> >(grep -v ^WARNING >&2) \
      && touch "$home/.ready" || missing+=("the Python packages of $wanted")
  fi
}
environment peers "the programs that read our files"
environment scanners "the programs that look for holes in ours"

packages=()
command -v soffice >/dev/null 2>&1 || packages+=(libreoffice-calc-nogui libreoffice-writer-nogui)
command -v pdftoppm >/dev/null 2>&1 || packages+=(poppler-utils)
compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || packages+=(postgresql)
command -v nginx >/dev/null 2>&1 || packages+=(nginx-light)
command -v faketime >/dev/null 2>&1 || packages+=(faketime)
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
  (cd tests/peers && npm ci --ignore-scripts --silent --no-update-notifier >/dev/null 2>&1) \
    || missing+=("the npm packages of tests/peers")
fi

[ ${#missing[@]} -eq 0 ] && exit 0
printf 'Not here: %s\n' "${missing[@]}" >&2
[ -z "${CI:-}" ]
