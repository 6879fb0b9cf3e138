import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { environmentFileFindings } from '../../harness/secrets/environment-file-findings.ts'
import { mergeEnvironmentFiles, parseEnvironmentFile } from '../../harness/secrets/environment-file.ts'

function variables(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(parseEnvironmentFile(text).variables)
}

test.each([
  ['a plain line', 'A=1\nB=two words\n', { A: '1', B: 'two words' }],
  ['Windows line ends', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
  ['no newline at the end', 'A=1', { A: '1' }],
  ['the first equals sign divides', 'A=b=c=', { A: 'b=c=' }],
  ['white space is kept', 'A = 1 \n', { 'A ': ' 1 ' }],
  ['quotes are kept', `A="x"\nB='y'\n`, { A: '"x"', B: "'y'" }],
  ['export is part of the name', 'export A=1\n', { 'export A': '1' }],
  ['nothing is filled in', 'A=1\nB=${A}\n', { A: '1', B: '${A}' }],
  ['a comment begins in the first column', '# A=1\nB=2 # two\n', { B: '2 # two' }],
  ['white space before the # makes a variable of it', ' # A=1\n', { ' # A': '1' }],
  ['a line without an equals sign is skipped', 'A\n\nB=2\n', { B: '2' }],
  ['a line without a name is skipped', '=1\nB=2\n', { B: '2' }],
  ['the last of two lines with one name counts', 'A=1\nA=2\n', { A: '2' }],
  ['Fargate drops a variable without a value', 'A=\nB=2\n', { B: '2' }],
])('%s', (_, text, expected) => {
  expect(variables(text)).toEqual(expected)
})

test('the agent of EC2 keeps a variable without a value', () => {
  expect(parseEnvironmentFile('A=\n', { keepsEmpty: true }).variables).toEqual(new Map([['A', '']]))
})

test('of several files the one that is listed first wins', () => {
  const files = ['A=1\nB=1\n', 'B=2\nC=2\n'].map((text) => parseEnvironmentFile(text))
  expect(Object.fromEntries(mergeEnvironmentFiles(files))).toEqual({ A: '1', B: '1', C: '2' })
})

test('what the author will not expect is told with its line, and never with a value', () => {
  const text = 'export A=synthetic\nB = synthetic\nC="synthetic"\nD=\nE=synthetic # why\nF\n # G=1\n=x\nH=${A}\nI=1\nI=2\n# fine\nJ=fine\n'
  const findings = environmentFileFindings('app.env', parseEnvironmentFile(text), { container: 'api' })
  expect(findings.map(({ line, id, message }) => [line, id, message])).toEqual([
    [1, 'environment-file-is-read-as-written', 'A is set under a name that begins with "export "'],
    [2, 'environment-file-is-read-as-written', 'B is set under a name with white space in it'],
    [2, 'environment-file-is-read-as-written', 'B keeps the white space around its value'],
    [3, 'environment-file-is-read-as-written', 'C keeps the quotes around its value'],
    [4, 'environment-file-empty-value-is-dropped', 'D is empty, and Fargate leaves it out'],
    [5, 'environment-file-is-read-as-written', 'E may hold its comment in its value'],
    [6, 'environment-file-is-read-as-written', 'line 6 has no = and is skipped'],
    [7, 'environment-file-is-read-as-written', 'line 7 is no comment: the # stands behind white space'],
    [8, 'environment-file-is-read-as-written', 'line 8 has no name before the = and is skipped'],
    [9, 'environment-file-is-read-as-written', 'H holds ${…} as it is: nothing is filled in'],
    [11, 'environment-file-is-read-as-written', 'I is written twice, and the last one counts'],
  ])
  expect(JSON.stringify(findings)).not.toContain('synthetic')
})

test('a line of 64 KiB ends the task', () => {
  const parsed = parseEnvironmentFile(`A=1\nB=${'x'.repeat(65_536)}\nC=3\n`)
  expect(environmentFileFindings('app.env', parsed, { container: 'api' })).toMatchObject([
    { id: 'environment-file-line-is-not-too-long', severity: 'error', line: 2, container: 'api' },
  ])
})

test('whatever is in the file, every variable stands in it as it arrives', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const [name, value] of parseEnvironmentFile(text).variables) expect(text).toContain(`${name}=${value}`)
    }),
  )
})
