import { expect, test } from 'vitest'
import { isOwnCode } from '../../harness/image/code-files.ts'
import { findEnvironmentReads } from '../../harness/image/environment-reads.ts'
import { missingReads } from '../../harness/image/missing-reads.ts'

test('what is read, has no default anywhere and is set by nobody is missing, with the place of its first reading', () => {
  const reads = [
    ...findEnvironmentReads(
      'dist/index.js',
      "start(process.env.DATABASE_URL,\n process.env.JWT_SECRET, process.env.PORT ?? '8080', process.env.HOME)",
    ),
    ...findEnvironmentReads('dist/log.js', 'log(process.env.PORT, process.env.JWT_SECRET)'),
  ]
  expect(missingReads(reads, (name) => name === 'DATABASE_URL')).toEqual([
    { name: 'JWT_SECRET', place: 'dist/index.js:2', indirect: false },
  ])
})

test.each([
  ['dist/index.js', true],
  ['server.mjs', true],
  ['lib/start.cjs', true],
  ['node_modules/pg/lib/index.js', false],
  ['packages/a/node_modules/b/index.js', false],
  ['dist/index.js.map', false],
  ['dist/start.test.js', false],
  ['public/app.js', false],
  ['package.json', false],
])("the program's own code: %s", (path, own) => {
  expect(isOwnCode(path, 1000)).toBe(own)
  expect(isOwnCode(path, 100_000_000)).toBe(false)
})
