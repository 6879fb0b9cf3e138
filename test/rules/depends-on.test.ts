import { expect, test } from 'vitest'
import { container, definition, lint } from '../task-definition/definitions.ts'

const side = (name: string, changes: Readonly<Record<string, unknown>> = {}) =>
  container({ name, essential: false, portMappings: [], ...changes })
const on = (containerName: string, condition = 'START') => [{ containerName, condition }]
const circles = (...containers: readonly unknown[]): readonly string[] =>
  lint(definition({ containerDefinitions: [container(), ...containers] }))
    .filter((finding) => finding.id === 'depends-on-has-no-circle')
    .map((finding) => finding.message)

test('a circle is told once, whole, by its shortest way', () => {
  expect(
    circles(side('a', { dependsOn: [...on('b'), ...on('c')] }), side('b', { dependsOn: on('c') }), side('c', { dependsOn: on('a') })),
  ).toEqual(['containers wait for each other in a circle: a → c → a', 'containers wait for each other in a circle: b → c → a → b'])
})

test('a container that waits for itself is told so', () =>
  expect(circles(side('a', { dependsOn: on('a') }))).toEqual(['a waits for itself']))

test('volumesFrom and links make containers wait, too', () => {
  expect(circles(side('a', { dependsOn: on('b') }), side('b', { volumesFrom: [{ sourceContainer: 'a' }] }))).toHaveLength(1)
})

test('many ways to one container are no circle', () => {
  expect(
    circles(
      side('a', { dependsOn: [...on('b'), ...on('c')] }),
      side('b', { dependsOn: on('d') }),
      side('c', { dependsOn: on('d') }),
      side('d'),
    ),
  ).toEqual([])
})

test('a container outside of the circle that waits for one inside is not blamed', () => {
  const told = circles(side('outside', { dependsOn: on('a') }), side('a', { dependsOn: on('b') }), side('b', { dependsOn: on('a') }))
  expect(told).toEqual(['containers wait for each other in a circle: a → b → a'])
})

test('startTimeout belongs to the container that is waited for', () => {
  const ids = (app: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) =>
    lint(definition({ containerDefinitions: [container(app), side('init', other)] })).map((finding) => finding.id)
  const waits = { dependsOn: on('init', 'SUCCESS') }
  expect(ids({ ...waits, startTimeout: 60 }, {})).toEqual(['start-timeout-is-used', 'depends-on-needs-start-timeout'])
  expect(ids(waits, { startTimeout: 60 })).toEqual([])
})
