import * as z from 'zod'
import { parseDuration } from './duration.ts'

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const milliseconds = parseDuration(String(value))
  if (milliseconds !== undefined) return milliseconds
  context.addIssue({ code: 'custom', message: `"${value}" is no duration: write 90s, 5m or 250ms` })
  return z.NEVER
})

const day = z.union([z.string(), z.date()]).transform((value, context) => {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : value
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  context.addIssue({ code: 'custom', message: `"${text}" is no date: write 2027-01-31` })
  return z.NEVER
})

const command = z.array(z.string()).min(1)
const text = z.string().min(1)

/** How an image is had on this machine. Exactly one of `image`, `build` and `command` says so. */
const image = z.strictObject({
  image: text.optional(),
  build: z
    .strictObject({
      context: text,
      dockerfile: text.default('Dockerfile'),
      args: z.record(z.string(), z.string()).default({}),
      target: z.string().nullish(),
    })
    .optional(),
  command: command.optional(),
})

const databaseParts = z.strictObject({
  host: text,
  port: text.optional(),
  user: text.optional(),
  password: text.optional(),
  database: text.optional(),
})

const when = { fromMs: z.number().min(0).optional(), untilMs: z.number().min(0).optional() }
const strikes = { times: z.number().int().min(1).optional(), reset: z.boolean().optional() }

/** What the database's stand-in can be made to do to its clients. Times in milliseconds since it opened. */
const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('refused'), ...when }),
  z.strictObject({ kind: z.literal('black-hole'), stage: z.enum(['accept', 'tls', 'upgrade', 'startup']), ...when }),
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0), ...when }),
  z.strictObject({ kind: z.literal('slow-first-connection'), ms: z.number().min(0), ...when }),
  z.strictObject({ kind: z.literal('drop-mid-query'), query: z.number().int().min(1).optional(), ...strikes, ...when }),
  z.strictObject({ kind: z.literal('drop-while-idle'), afterMs: z.number().min(0), ...strikes, ...when }),
  z.strictObject({ kind: z.literal('too-many-connections'), limit: z.number().int().min(0), ...when }),
  z.strictObject({ kind: z.literal('read-only'), ...when }),
])

const database = z.strictObject({
  /** The variable that holds the connection string. */
  variable: text.optional(),
  /** Or the variables that hold its parts. */
  parts: databaseParts.optional(),
  mode: z.enum(['emulate', 'passthrough']).default('emulate'),
  allowWrites: z.boolean().default(false),
  schema: text.nullish(),
  migrate: command.nullish(),
  image: text.default('postgres:17-alpine'),
  url: z.string().nullish(),
  connectWithin: duration.prefault('2s'),
  faults: z.array(fault).default([]),
})

const targetGroup = z.strictObject({
  container: text,
  port: z.number().int().min(1).max(65535),
  path: z.string().startsWith('/').default('/'),
  interval: duration.prefault('30s'),
  timeout: duration.prefault('5s'),
  healthyThreshold: z.number().int().min(2).max(10).default(5),
  unhealthyThreshold: z.number().int().min(2).max(10).default(2),
  matcher: z.union([z.string(), z.number()]).transform(String).default('200'),
})

const service = z.strictObject({
  desiredCount: z.number().int().min(0).default(1),
  healthCheckGracePeriod: duration.prefault('0s'),
  targetGroup: targetGroup.optional(),
})

const request = z.strictObject({
  path: z.string().startsWith('/'),
  port: z.number().int().min(1).max(65535).optional(),
  status: z.number().int().min(100).max(599).default(200),
  within: duration.optional(),
})

const expect = z.strictObject({
  readyWithin: duration.optional(),
  staysUpFor: duration.prefault('3s'),
  exit: z.number().int().min(0).max(255).nullish(),
  requests: z.array(request).default([]),
  requires: z.array(text).default([]),
})

const ignore = z.strictObject({ id: text, reason: text, until: day.optional() })

/** What preflight.yaml may say. Every key is optional; an unknown one is a finding. */
export const settingsSchema = z.strictObject({
  taskDefinition: z.union([text, z.strictObject({ command })]).optional(),
  images: z.record(z.string(), image).default({}),
  mirrors: z.record(z.string(), text).default({}),
  secrets: text.optional(),
  environmentFiles: z.record(z.string(), text).default({}),
  databases: z.array(database).default([]),
  network: z.strictObject({ egress: z.union([z.enum(['closed', 'open']), z.array(text)]).default('closed') }).prefault({}),
  service: service.optional(),
  expect: expect.prefault({}),
  ignore: z.array(ignore).default([]),
})

export type Settings = z.infer<typeof settingsSchema>
export type ImageSettings = Settings['images'][string]
export type DatabaseSettings = Settings['databases'][number]
export type ServiceSettings = NonNullable<Settings['service']>
export type TargetGroupSettings = NonNullable<ServiceSettings['targetGroup']>
