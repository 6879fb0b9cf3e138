import { expect, test } from 'vitest'
import { goFormat } from '../../harness/secrets/go-format.ts'

// What `fmt.Sprintf("%v", value)` gives for these documents.
test.each([
  ['"s"', 's'],
  ['5432', '5432'],
  ['100000', '100000'],
  ['999999', '999999'],
  ['1000000', '1e+06'],
  ['1234567', '1.234567e+06'],
  ['1754110382', '1.754110382e+09'],
  ['-1754110382', '-1.754110382e+09'],
  ['12345678901234567890', '1.2345678901234567e+19'],
  ['1e100', '1e+100'],
  ['1.50', '1.5'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['0.0000012', '1.2e-06'],
  ['123456.789', '123456.789'],
  ['0', '0'],
  ['-0', '-0'],
  ['-7', '-7'],
  ['true', 'true'],
  ['false', 'false'],
  ['null', '<nil>'],
  ['""', ''],
  ['[]', '[]'],
  ['[1,"a",null]', '[1 a <nil>]'],
  ['{"b":[true,{}],"a":1}', 'map[a:1 b:[true map[]]]'],
  ['{"Z":1,"a":2,"é":3}', 'map[Z:1 a:2 é:3]'],
])('%s arrives as %s', (json, arrives) => {
  expect(goFormat(JSON.parse(json))).toBe(arrives)
})
