# The same as acceptance-program.mjs, for Python's psycopg2. Prints one JSON object: case, outcome.
import json, os, select, threading
import psycopg2

url = os.environ["DATABASE_URL"]


def connect():
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


def ask(connection, text, values=None):
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def transactions():
    connection = connect()
    for text in ["create temporary table kept (n int)", "begin", "insert into kept values (1)", "commit", "begin", "insert into kept values (2)", "rollback"]:
        ask(connection, text)
    return ask(connection, "select array_agg(n) from kept")[0][0]


def code_of(run):
    try:
        run()
    except psycopg2.Error as error:
        return error.pgcode


def twenty():
    connections = [connect() for _ in range(20)]
    pids = []
    threads = [threading.Thread(target=lambda each=each: pids.append(ask(each, "select pg_backend_pid(), pg_sleep(0.2)")[0][0])) for each in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(set(pids))


def notified():
    hears = connect()
    ask(hears, "listen news")
    ask(shared, "notify news, 'hello'")
    select.select([hears], [], [], 10)
    hears.poll()
    return hears.notifies[0].payload


def prepared():
    connection = connect()
    ask(connection, "prepare by_number as select $1::int")
    for n in [1, 2, 3]:
        ask(connection, "execute by_number(%s)", [n])
    return ask(connection, "select count(*)::int from pg_prepared_statements where name = 'by_number'")[0][0]


def refused():
    try:
        psycopg2.connect(url, password="synthetic-wrong")
    except psycopg2.OperationalError as error:
        return "28P01" if "password authentication failed" in str(error) else str(error)


def cancelled():
    connection = connect()
    timer = threading.Timer(0.3, connection.cancel)
    timer.start()
    return code_of(lambda: ask(connection, "select pg_sleep(30)"))


shared = connect()
print(json.dumps({
    "a transaction is committed, another rolled back": transactions(),
    "an error has its code": code_of(lambda: ask(shared, "select absent from terms")),
    "20 clients have 20 sessions": twenty(),
    "10 MB come back as one value": len(ask(shared, "select repeat('x', 10000000)")[0][0]),
    "10 MB come back as 100,000 rows": len(ask(shared, "select repeat('x', 100) from generate_series(1, 100000)")),
    "10 MB go there": ask(shared, "select length(%s)", ["x" * 10_000_000])[0][0],
    "a notification is heard": notified(),
    "a named statement is prepared once": prepared(),
    "a wrong password is refused": refused(),
    "a query is cancelled": cancelled(),
}))
