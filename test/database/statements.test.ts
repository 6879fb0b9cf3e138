import { expect, it } from 'vitest'
import { splitStatements } from '../../harness/database/server/statements.ts'

const texts = (sql: string) => splitStatements(sql).map((each) => each.text)

it.each([
  ['select 1; select 2', ['select 1', 'select 2']],
  ["select ';' ; select 'it''s;'", ["select ';' ", "select 'it''s;'"]],
  [String.raw`select E'\';' ; select 2;`, [String.raw`select E'\';' `, 'select 2']],
  ['select 1 -- no; end\n; select 2', ['select 1 -- no; end\n', 'select 2']],
  ['/* a; /* b; */ c; */ select 1;', ['select 1']],
  ['create table "a;b" (x int);', ['create table "a;b" (x int)']],
  ['do $$ begin perform 1; end $$; select 1', ['do $$ begin perform 1; end $$', 'select 1']],
  ['select $a$ ; $$ ; $a$, $1; select 2', ['select $a$ ; $$ ; $a$, $1', 'select 2']],
  [
    'create rule r as on insert to t do (select 1; select 2); select 3',
    ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
  ],
  [
    'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
    ['create function f() returns int begin atomic select case when true then 1 end; select 2; end', 'select 3'],
  ],
  ['begin; commit;', ['begin', 'commit']],
  [' \n-- only words\n;;', []],
])('%j is cut into its statements', (sql, statements) => {
  expect(texts(sql)).toEqual(statements)
})
