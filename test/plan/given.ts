import { planTask, type PlanInput, type TaskPlan } from '../../harness/plan/task.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import { readSettings } from '../../harness/settings/read.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'

type Json = Readonly<Record<string, unknown>>

/** The identity of every task in these tests. */
export const identity = {
  region: 'us-east-1',
  account: '111122223333',
  partition: 'aws',
  cluster: 'ecs-preflight',
  taskId: '0123456789abcdef0123456789abcdef',
  family: 'shop',
  revision: '1',
  credentialsId: '00000000-0000-4000-8000-000000000000',
}

/** What a test may say about a task; the rest is the smallest that ECS would take. */
export interface Given {
  readonly task?: Json
  /** Each gets a name of its own (`api`, when there is one only) and an image. */
  readonly containers?: readonly Json[]
  readonly settings?: Json
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly images?: PlanInput['images']
  readonly overrides?: PlanInput['overrides']
  readonly environmentFiles?: PlanInput['environmentFiles']
  readonly localStore?: boolean
}

export function plannedWith(given: Given): ReturnType<typeof planTask> {
  const {
    task = {},
    containers = [{}],
    settings = {},
    secrets = {},
    images = new Map(),
    overrides = new Map(),
    environmentFiles = new Map(),
    localStore = false,
  } = given
  const document = {
    family: 'shop',
    cpu: '512',
    memory: '1024',
    ...task,
    containerDefinitions: containers.map((one) => ({ name: 'api', image: 'api:1', ...one })),
  }
  const { definition } = parseTaskDefinition(parseJsonSource('task.json', JSON.stringify(document)))
  if (definition === undefined) throw new Error('the task definition of this test cannot be read')
  const reading = readSettings([parseJsonSource('preflight.json', JSON.stringify(settings))])
  if (reading.settings === undefined) throw new Error(`the settings of this test are wrong: ${reading.findings[0]?.message}`)
  const sensitive = new Map(
    Object.entries(secrets).map(([name, values]) => [
      name,
      new Map(Object.entries(values).map(([variable, value]) => [variable, new Sensitive(value)])),
    ]),
  )
  return planTask({ definition, settings: reading.settings, identity, secrets: sensitive, overrides, environmentFiles, images, localStore })
}

export function planOf(given: Given): TaskPlan {
  return plannedWith(given).plan
}
