import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../harness/findings/finding.ts'
import { applyRules, documented, type RuleContext } from '../harness/rules/index.ts'
import { parseJsonSource } from '../harness/source/json.ts'
import { parseTaskDefinition } from '../harness/task-definition/parse.ts'

const fixtures = join(import.meta.dirname, '../fixtures/rules')

test('every rule has a directory of fixtures, and every directory belongs to a rule', () => {
  expect(readdirSync(fixtures).toSorted()).toEqual(documented.map((rule) => rule.id).toSorted())
})

test('ids are different from each other, and their texts end as sentences do', () => {
  expect(new Set(documented.map((rule) => rule.id)).size).toBe(documented.length)
  expect(documented.filter((rule) => !/[.)]$/.test(rule.about))).toEqual([])
})

describe.each(documented.map((rule) => rule.id))('%s', (id) => {
  test('the refused fixture gives the finding, at its place, in its words', async () => {
    const findings = lint(id, 'refused.json')
    expect(findings.map((finding) => finding.id)).toContain(id)
    const told = findings.filter((finding) => finding.id === id || finding.severity === 'error')
    await expect(told.map(print).join('')).toMatchFileSnapshot(join(fixtures, id, 'expected.txt'))
  })

  test('the accepted fixture gives neither the finding nor any error', () => {
    const told = lint(id, 'accepted.json').filter((finding) => finding.id === id || finding.severity === 'error')
    expect(told.map(print)).toEqual([])
  })
})

function lint(id: string, file: string): readonly Finding[] {
  const contextFile = join(fixtures, id, 'context.json')
  const context = existsSync(contextFile) ? (JSON.parse(readFileSync(contextFile, 'utf8')) as RuleContext) : {}
  const { definition, findings } = parseTaskDefinition(parseJsonSource(file, readFileSync(join(fixtures, id, file), 'utf8')))
  return [...findings, ...(definition === undefined ? [] : applyRules(definition, context))]
}

function print({ file, line, column, severity, id, confidence, message, remedy, ecs, ecsSource }: Finding): string {
  const lines = [
    `${file}:${line}:${column} ${severity} ${id}: ${message}${confidence === 'certain' ? '' : ` (${confidence})`}`,
    `  fix: ${remedy}`,
  ]
  if (ecs !== undefined) lines.push(`  ECS: ${ecs.replaceAll('\n', '\n       ')} (${ecsSource})`)
  return `${lines.join('\n')}\n`
}
