import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { judgeValue, valueFaults } from '../../harness/secrets/values/index.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import { resolve, secretArn } from './given.ts'

async function fixture(id: string): Promise<{ readonly wrong: Record<string, string>; readonly right: Record<string, string> }> {
  return parse(await readFile(`fixtures/secrets/values/${id}.yaml`, 'utf8'))
}

function idsOf(name: string, text: string): readonly string[] {
  return judgeValue({ name, value: new Sensitive(text), whole: true }).map((finding) => finding.id)
}

test.each(valueFaults.map(({ id }) => id))('%s is told of every wrong value and of no right one', async (id) => {
  const { wrong, right } = await fixture(id)
  for (const [name, text] of Object.entries(wrong)) expect([name, idsOf(name, text)]).toEqual([name, expect.arrayContaining([id])])
  for (const [name, text] of Object.entries(right)) expect([name, idsOf(name, text)]).not.toEqual([name, expect.arrayContaining([id])])
})

test('what is told never holds the value', async () => {
  for (const { id } of valueFaults) {
    const { wrong } = await fixture(id)
    for (const [name, text] of Object.entries(wrong)) {
      const told = JSON.stringify(judgeValue({ name, value: new Sensitive(text), whole: true }))
      expect(told).not.toContain('synthetic')
      expect(told).not.toContain('c3lud')
    }
  }
})

test('faults, their files and their fixtures are the same', async () => {
  const ids = valueFaults.map(({ id }) => id).sort()
  const helpers = new Set(['index.ts', 'value-fault.ts', 'server-url.ts'])
  const files = (await readdir('harness/secrets/values')).filter((file) => !helpers.has(file))
  expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(ids)
  expect((await readdir('fixtures/secrets/values')).map((file) => file.replace('.yaml', '')).sort()).toEqual(ids)
})

test('a JSON key is no whole secret, and a number in it is told of once', async () => {
  const { findings } = await resolve({
    PASSWORD: `${secretArn('shop/config-aB3dE6')}:empty::`,
    DB_PASSWORD: secretArn('shop/config-aB3dE6'),
    EPOCH: `${secretArn('shop/config-aB3dE6')}:nothing::`,
  })
  expect(findings.map(({ id, container }) => [id, container])).toEqual([
    ['value-is-not-empty', 'api'],
    ['value-is-no-json', 'api'],
    ['json-value-is-text', 'api'],
  ])
})
