import { describe, expect, test } from 'vitest'
import { placeholderIn } from '../../harness/task-definition/reading/template-is-rendered.ts'
import { fillTemplate } from '../../harness/task-definition/template.ts'
import { container, definition, lint } from './definitions.ts'

describe('placeholders', () => {
  test.each([
    '<ACCOUNT_ID>.dkr.ecr.us-east-1.amazonaws.com/web:1',
    'web:${TAG}',
    'web:$TAG',
    '{{ must_env `IMAGE` }}',
    '${{ secrets.IMAGE }}',
    '%IMAGE%',
    '__IMAGE__',
    '#{image}#',
    'AWS_ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/web:1',
    'arn:aws:iam::YOUR_ACCOUNT:role/x',
    'arn:aws:iam::ACCOUNT_ID:role/x',
    'REPLACE_ME',
    'REPLACE-WITH-IMAGE',
    'CHANGEME',
    '$$$ROLE$$$',
    'arn:aws:iam::XXXXXXXXXXXX:role/x',
    'arn:aws:iam::aws_account_id:role/x',
    'arn:aws:secretsmanager:region:account:secret:db-password',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-XXXXXX',
    'xxxxxxxx.dkr.ecr.us-east-1.amazonaws.com/web:1',
  ])('%s is one in an image or ARN', (value) => expect(placeholderIn(value, 'reference')).toBeDefined())

  test.each([
    'public.ecr.aws/docker/library/nginx:1.29',
    'ghcr.io/your-org/web:1.0',
    'web:v1_2__3',
    'arn:aws:iam::111122223333:role/replacer',
    'web@sha256:0123',
    'a/b_c:d-e',
    'arn:aws:ssm:us-east-1:111122223333:parameter/region/account',
    'maxxxx/web:xx',
  ])('%s is none', (value) => expect(placeholderIn(value, 'reference')).toBeUndefined())

  test('a name may be ACCOUNT_ID, but not ${NAME}', () => {
    expect(placeholderIn('ACCOUNT_ID', 'name')).toBeUndefined()
    expect(placeholderIn('${NAME}', 'name')).toBe('${NAME}')
  })

  test('a value may hold $HOME, but not be nothing else than ${VALUE}', () => {
    expect(placeholderIn('$HOME/bin:<b>%d</b>', 'free')).toBeUndefined()
    expect(placeholderIn('${VALUE}', 'free')).toBe('${VALUE}')
  })

  test('a shell may say ${X} and < file, but not {{ must_env }}', () => {
    expect(placeholderIn('cat <in.txt >"${OUT}" && echo $HOME __X__', 'shell')).toBeUndefined()
    expect(placeholderIn('run {{ must_env `X` }}', 'shell')).toBe('{{ must_env `X` }}')
  })

  test('one warning for each value, and nothing that follows only from it', () => {
    const value = definition({
      family: '${FAMILY}',
      cpu: '${CPU}',
      memory: '{{ env `MEMORY` }}',
      executionRoleArn: 'arn:aws:iam::<ACCOUNT>:role/x',
      containerDefinitions: [
        container({
          image: '__IMAGE__',
          memory: 4096,
          secrets: [{ name: 'A', valueFrom: 'arn:aws:secretsmanager:us-east-1:ACCOUNT_ID:secret:x' }],
        }),
      ],
    })
    expect(lint(value).map((finding) => finding.id)).toEqual(Array.from({ length: 6 }, () => 'template-is-rendered'))
  })
})

describe('filling in', () => {
  test('${NAME}, must_env and env with a default are filled; what is missing and unused is told', () => {
    const filled = fillTemplate(
      '{"a": "${A}", "b": "{{ must_env `B` }}", "c": "{{ env `C` `three` }}", "d": "${D}", "e": "${{ secrets.E }}"}',
      { A: '1', B: '2', X: '9' },
    )
    expect(JSON.parse(filled.text)).toEqual({ a: '1', b: '2', c: 'three', d: '${D}', e: '${{ secrets.E }}' })
    expect([filled.missing, filled.unused]).toEqual([['D'], ['X']])
  })

  test('a value cannot end the string it stands in', () => {
    const { text } = fillTemplate('{"a": "${A}"}', { A: 'say "hi"\nand \\ more' })
    expect(JSON.parse(text)).toEqual({ a: 'say "hi"\nand \\ more' })
  })

  test('a value may stand outside of a string, as ecspresso has it', () => {
    expect(JSON.parse(fillTemplate('{"cpu": {{ must_env `CPU` }}}', { CPU: '256' }).text)).toEqual({ cpu: 256 })
  })

  test('names of every object are no values', () => {
    expect(fillTemplate('${constructor}', {})).toMatchObject({ text: '${constructor}', missing: ['constructor'] })
  })

  test('a place in the filled text is the place in the template', () => {
    const template = '{\n"a": "${LONG_NAME}", "b": 1,\n"c": "${X}"}'
    const filled = fillTemplate(template, { LONG_NAME: 'x', X: 'a long value' })
    const at = (text: string, what: string) => {
      const before = text.slice(0, text.indexOf(what)).split('\n')
      return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
    }
    for (const what of ['"a"', '"b"', '1,', '"c"']) expect(filled.place(at(filled.text, what))).toEqual(at(template, what))
    expect(filled.place(at(filled.text, 'long value'))).toEqual(at(template, '${X}'))
    expect(filled.place({ line: 3, column: 6 + 12 + 2 })).toEqual({ line: 3, column: 12 })
  })
})
