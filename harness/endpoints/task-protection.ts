import { json, type Answer, type Asked } from './http-server.ts'
import type { LiveTask } from './live-task.ts'
import type { Route } from './router.ts'

/** ECS's own default and bounds, in minutes. */
const defaultExpiry = 120
const longestExpiry = 2880

/** `$ECS_AGENT_URI/task-protection/v1/state`: a task of a service can ask not to be scaled in for a while. */
export function taskProtectionRoutes(task: LiveTask, now: () => Date = () => new Date()): readonly Route[] {
  let protectedUntil: Date | undefined

  const protection = (): Answer => {
    const expiresAt = protectedUntil !== undefined && protectedUntil > now() ? protectedUntil : undefined
    return json(200, {
      protection: {
        ExpirationDate: expiresAt === undefined ? null : expiresAt.toISOString().replace(/\.\d+Z$/, 'Z'),
        ProtectionEnabled: expiresAt !== undefined,
        TaskArn: task.taskArn,
      },
    })
  }

  const update = (asked: Asked, id: string): Answer => {
    const wish = readWish(asked.body)
    if (wish === undefined) return invalid('UpdateTaskProtection: failed to decode request')
    if (task.containerById(id) === undefined) return noTask
    if (wish.enabled === undefined) return invalid("Invalid request: does not contain 'ProtectionEnabled' field", task.taskArn)
    const refusal = refuse(task)
    if (refusal !== undefined) return refusal
    const minutes = wish.minutes ?? defaultExpiry
    if (minutes < 1 || minutes > longestExpiry) {
      return invalid(`expiresInMinutes must be between 1 and ${longestExpiry} minutes`, task.taskArn)
    }
    protectedUntil = wish.enabled ? new Date(now().getTime() + minutes * 60_000) : undefined
    return protection()
  }

  const pattern = /^\/api\/([^/]*)\/task-protection\/v1\/state$/
  return [
    { pattern, methods: ['PUT'], answer: (asked, id = '') => update(asked, id) },
    {
      pattern,
      methods: ['GET'],
      answer: (_asked, id = '') => (task.containerById(id) === undefined ? noTask : (refuse(task) ?? protection())),
    },
  ]
}

/** What ECS refuses to the task as it is; its own refusal comes with status 200. */
function refuse(task: LiveTask): Answer | undefined {
  if (task.facts.taskRole === undefined) {
    return failure(403, 'AccessDeniedException', 'Invalid Request: no task IAM role credentials available for task', task.taskArn)
  }
  if (task.facts.inService) return undefined
  return json(200, {
    failure: { Arn: task.taskArn, Detail: null, Reason: 'TASK_NOT_VALID' },
  })
}

interface Wish {
  readonly enabled?: boolean
  readonly minutes?: number
}

/** As Go reads it: names of fields in any case, null as absent, and nothing but the two fields. */
function readWish(body: string): Wish | undefined {
  const request = parseObject(body)
  if (request === undefined) return undefined
  let wish: Wish = {}
  for (const [name, value] of Object.entries(request)) {
    const field = name.toLowerCase()
    if (field !== 'protectionenabled' && field !== 'expiresinminutes') return undefined
    if (value === null) continue
    if (field === 'protectionenabled' && typeof value === 'boolean') wish = { ...wish, enabled: value }
    else if (field === 'expiresinminutes' && Number.isSafeInteger(value)) wish = { ...wish, minutes: Number(value) }
    else return undefined
  }
  return wish
}

function parseObject(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const noTask = failure(404, 'ResourceNotFoundException', 'Failed to find a task for the request')

function invalid(message: string, arn?: string): Answer {
  return failure(400, 'InvalidParameterException', message, arn)
}

function failure(status: number, code: string, message: string, arn?: string): Answer {
  return json(status, { error: { ...(arn === undefined ? {} : { Arn: arn }), Code: code, Message: message } })
}
