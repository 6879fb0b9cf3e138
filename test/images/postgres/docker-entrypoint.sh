#!/bin/bash
# Starts PostgreSQL the way users of the official image expect: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB,
# POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD, PGDATA, and *.sql, *.sql.gz and *.sh in /docker-entrypoint-initdb.d
# on the first start. The server listens on TCP only when all of that is done.
set -euo pipefail

main() {
  # `docker run image -c fsync=off` means `postgres -c fsync=off`.
  [[ ${1:-} == -* ]] && set -- postgres "$@"
  [[ ${1:-} == postgres ]] || exec "$@"

  if [[ $(id -u) == 0 ]]; then
    prepare_directories
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "${BASH_SOURCE[0]}" "$@"
  fi

  if [[ -s $PGDATA/PG_VERSION ]]; then
    echo "PostgreSQL Database directory appears to contain a database; Skipping initialization"
  else
    choose_defaults
    create_cluster
    "$@" -c listen_addresses= &
    local server=$!
    wait_for "$server"
    create_database
    run_init_files
    # Fast shutdown: what is committed is written.
    kill -INT "$server"
    wait "$server"
    echo "PostgreSQL init process complete; ready for start up."
  fi
  exec "$@"
}

prepare_directories() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
}

choose_defaults() {
  export POSTGRES_USER=${POSTGRES_USER:-postgres}
  export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
  POSTGRES_HOST_AUTH_METHOD=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [[ -z ${POSTGRES_PASSWORD:-} && $POSTGRES_HOST_AUTH_METHOD != trust ]]; then
    echo "Error: Database is uninitialized and superuser password is not specified: set POSTGRES_PASSWORD" >&2
    exit 1
  fi
}

# --no-sync: these databases live as long as a test.
create_cluster() {
  local password_file words=()
  read -ra words <<<"${POSTGRES_INITDB_ARGS:-}"
  password_file=$(mktemp)
  printf '%s\n' "${POSTGRES_PASSWORD:-}" >"$password_file"
  [[ -n ${POSTGRES_PASSWORD:-} ]] && words+=("--pwfile=$password_file")
  initdb --username="$POSTGRES_USER" --no-sync --auth-local=trust "${words[@]}"
  rm -f "$password_file"
  printf '\nhost all all all %s\n' "$POSTGRES_HOST_AUTH_METHOD" >>"$PGDATA/pg_hba.conf"
}

wait_for() {
  local deadline=$((SECONDS + 60))
  until pg_isready --quiet --host=/var/run/postgresql --username="$POSTGRES_USER" --dbname=postgres; do
    kill -0 "$1" 2>/dev/null || { echo "the server ended during initialization" >&2; exit 1; }
    ((SECONDS < deadline)) || { echo "the server did not answer within 60 s" >&2; exit 1; }
    sleep 0.02
  done
}

run_psql() {
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --host=/var/run/postgresql --username="$POSTGRES_USER" --no-password "$@"
}

create_database() {
  [[ $POSTGRES_DB == postgres ]] && return
  run_psql --dbname=postgres --set=name="$POSTGRES_DB" <<<'CREATE DATABASE :"name";'
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        echo "running $file"
        if [[ -x $file ]]; then "$file"; else source "$file"; fi ;;
      *.sql)
        echo "running $file"
        run_psql --dbname="$POSTGRES_DB" --file="$file" ;;
      *.sql.gz)
        echo "running $file"
        gunzip --stdout "$file" | run_psql --dbname="$POSTGRES_DB" ;;
      */\*) ;;
      *) echo "ignoring $file" ;;
    esac
  done
}

main "$@"
