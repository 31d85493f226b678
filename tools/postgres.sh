#!/usr/bin/env bash
# Run a command beside a PostgreSQL server of its own, from Debian's binaries:
#
#   tools/postgres.sh .venv/bin/python -m pytest -n 2 tests/db
#
# The command finds the server in WARAQA_TEST_DATABASE_URL. The server listens on a socket in a
# temporary folder (in memory where there is room), trusts whoever can open it, and forgets
# everything at the end: it writes nothing through to a disk, so it is for tests alone.
# Where there is no PostgreSQL the command is not run and that is said; with CI set it is a failure.
set -euo pipefail

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ] && command -v initdb >/dev/null 2>&1; then bin=$(dirname "$(command -v initdb)"); fi
if [ -z "$bin" ]; then
  echo "No PostgreSQL here: install the package 'postgresql' to run: $*" >&2
  [ -z "${CI:-}" ]; exit
fi

# A hundred megabytes do for the tests; a benchmark with millions of rows asks for a disk itself.
place="${WARAQA_TEST_DATABASE_PLACE:-}"
if [ -z "$place" ]; then
  place="${TMPDIR:-/tmp}"
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || echo 0)
  if [ -w /dev/shm ] && [ "${room:-0}" -gt 2000000 ]; then place=/dev/shm; fi
fi
home=$(mktemp -d "$place/waraqa-postgresql.XXXXXX")

# PostgreSQL refuses to run as root: Debian's package makes a user for it.
as=()
if [ "$(id -u)" = 0 ]; then
  owner=postgres; id "$owner" >/dev/null 2>&1 || owner=nobody
  chown "$owner" "$home"
  as=(runuser -u "$owner" --)
fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd /
# Names are compared as a language does, which no test may depend on: the hardest case.
"${as[@]}" "$bin/initdb" -D "$home/data" -U waraqa -A trust --no-sync --no-instructions \
  -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=und >"$home/log" 2>&1 \
  || { cat "$home/log" >&2; exit 1; }
cat >>"$home/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$home'
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
max_wal_size = 4GB
checkpoint_timeout = 1h
jit = off
CONF
"${as[@]}" "$bin/pg_ctl" -D "$home/data" -l "$home/data/server.log" -w start >/dev/null \
  || { cat "$home/data/server.log" >&2; exit 1; }
cd - >/dev/null
export WARAQA_TEST_DATABASE_URL="postgresql+psycopg://waraqa@/postgres?host=$home"
status=0
"$@" || status=$?
exit "$status"
