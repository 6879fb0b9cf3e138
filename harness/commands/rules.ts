import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checks } from '../checks/index.ts'
import { causes } from '../diagnosis/index.ts'
import { Trouble } from '../findings/trouble.ts'
import { documented } from '../rules/index.ts'
import { notJudged } from '../rules/not-judged.ts'
import { documentedSecrets } from '../secrets/documented.ts'
import { packageDirectory } from '../version.ts'

const fixtures = join(packageDirectory, 'fixtures', 'rules')

/** The rules, checks and causes there are, or one of them with its fixtures as the example. */
export async function rulesText(id: string | undefined): Promise<string> {
  const all = [
    ...documented,
    ...documentedSecrets,
    ...checks.map((check) => ({ ...check, severity: 'check' })),
    ...causes.map((cause) => ({ ...cause, severity: 'cause' })),
  ]
  if (id === undefined) {
    const width = Math.max(...all.map((each) => each.id.length))
    const listed = all.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((each) => `${each.id.padEnd(width)}  ${each.severity}\n`)
    const unjudged = notJudged.map(({ constraint, why }) => `- ${constraint}: ${why}\n`)
    return `${listed.join('')}\nWhat no rule judges, and why:\n${unjudged.join('')}`
  }
  const found = all.find((each) => each.id === id)
  if (found === undefined)
    throw new Trouble(
      'words',
      `there is no rule "${id}"${nearest(
        id,
        all.map((each) => each.id),
      )}: "ecs-preflight rules" lists them`,
    )
  const [refused, accepted, expected] = await Promise.all(
    ['refused.json', 'accepted.json', 'expected.txt'].map((name) => readFile(join(fixtures, id, name), 'utf8').catch(() => undefined)),
  )
  const parts = [`${found.id} (${found.severity})\n\n${found.about}\n`]
  if (refused !== undefined) parts.push(`\nRefused:\n\n${refused}`)
  if (expected !== undefined) parts.push(`\nWhat is said of it:\n\n${expected}`)
  if (accepted !== undefined) parts.push(`\nAccepted:\n\n${accepted}`)
  return parts.join('')
}

function nearest(id: string, ids: readonly string[]): string {
  const words = new Set(id.split('-'))
  const scored = ids
    .map((each) => ({ each, score: each.split('-').filter((word) => words.has(word)).length }))
    .toSorted((a, b) => b.score - a.score)
  return scored[0] === undefined || scored[0].score === 0 ? '' : `; did you mean "${scored[0].each}"`
}
