#!/usr/bin/env bash
# Runs a command against a fresh PostgreSQL of its own, stopped and removed afterwards; without one, one plain line.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] && command -v pg_config >/dev/null; then bin=$(pg_config --bindir); fi
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  [ "${CI:-}" = true ] && { echo "PostgreSQL is missing: CI never skips it" >&2; exit 1; }
  echo "PostgreSQL not found: its tests are left out (Debian: apt-get install postgresql)"
  exit 0
fi
home=$(mktemp -d /tmp/congvu-pg.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then chown postgres "$home"; as=(runuser -u postgres --); fi
cleanup() { "${as[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home"; }
trap cleanup EXIT
"${as[@]}" "$bin/initdb" -D "$home/data" -U congvu --auth=trust --encoding=UTF8 --locale=C --data-checksums >/dev/null
"${as[@]}" tee -a "$home/data/postgresql.conf" >/dev/null <<CONF
unix_socket_directories = '$home'
listen_addresses = ''
max_connections = 200
CONF
# With this a test of crashes can stop and start the server it was given.
export CONGVU_PG_CTL="${as[*]} $bin/pg_ctl -D $home/data -l $home/log"
$CONGVU_PG_CTL -w start >/dev/null
CONGVU_DATABASE="postgresql://congvu@/postgres?host=$home" "$@"
