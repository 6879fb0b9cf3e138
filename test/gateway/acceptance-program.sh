# The same as acceptance-program.mjs, as far as psql goes. Prints one JSON object: case, outcome.
set -eu
ask() { psql -X -q -A -t -v VERBOSITY=sqlstate "$DATABASE_URL" "$@"; }

kept=$(ask -c 'create temporary table kept (n int)' -c 'begin' -c 'insert into kept values (1)' -c 'commit' -c 'begin' -c 'insert into kept values (2)' \
  -c 'rollback' -c 'select array_to_json(array_agg(n)) from kept')
code=$(ask -c 'select absent from terms' 2>&1 | sed 's/.* //') || true
for _ in $(seq 20); do ask -c 'select pg_backend_pid(), pg_sleep(0.2)' & done > /tmp/pids
wait
sessions=$(cut -d'|' -f1 /tmp/pids | sort -u | wc -l)
big=$(ask -c "select repeat('x', 10000000)" | tr -d '\n' | wc -c)
rows=$(ask -c "select repeat('x', 100) from generate_series(1, 100000)" | wc -l)
there=$( (printf "select length('"; head -c 10000000 /dev/zero | tr '\0' x; printf "');\n") | ask)
heard=$(ask -c 'listen news' -c "notify news, 'hello'" -c 'select 1' | sed -n 's/.*payload "\(.*\)".*/\1/p')
prepared=$(ask -c 'prepare by_number as select $1::int' -c 'execute by_number(1)' -c "select count(*) from pg_prepared_statements where name = 'by_number'" | tail -n 1)
refused=$(PGPASSWORD=x psql -X "$(printf %s "$DATABASE_URL" | sed 's/:[^:@/]*@/:synthetic-wrong@/')" -c 'select 1' 2>&1 | grep -q 'password authentication failed' && echo 28P01)
cancelled=$(timeout --signal=INT 1 psql -X -q -v VERBOSITY=sqlstate "$DATABASE_URL" -c 'select pg_sleep(30)' 2>&1 | sed -n 's/^ERROR: *//p')

printf '{"a transaction is committed, another rolled back":%s,"an error has its code":"%s","20 clients have 20 sessions":%s,' "$kept" "$code" "$sessions"
printf '"10 MB come back as one value":%s,"10 MB come back as 100,000 rows":%s,"10 MB go there":%s,' "$big" "$rows" "$there"
printf '"a notification is heard":"%s","a named statement is prepared once":%s,' "$heard" "$prepared"
printf '"a wrong password is refused":"%s","a query is cancelled":"%s"}\n' "$refused" "$cancelled"
