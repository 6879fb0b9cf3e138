import { certificateNames } from '../connection-string/certificate-names.ts'
import { type ConnectionString, parseConnectionString } from '../connection-string/connection-string.ts'
import type { Finding } from '../findings/finding.ts'
import { Sensitive } from '../sensitive/sensitive.ts'
import type { DatabaseSettings } from '../settings/schema.ts'
import type { Variable } from './environment.ts'

/** A database the task connects to, and what stands in for it here. */
export interface DatabasePlan {
  readonly variable: string
  /** The containers whose environment holds it. */
  readonly containers: readonly string[]
  readonly connection: ConnectionString
  /** The names its certificate is made for, and that the task's network answers with the stand-in. */
  readonly names: readonly string[]
  readonly image: string
  /** A file or a directory of SQL, as the settings name it. */
  readonly schema?: string
  readonly connectWithinMs: number
  /** What the stand-in does to its clients on purpose. */
  readonly faults: DatabaseSettings['faults']
}

export interface DatabasePlans {
  readonly databases: readonly DatabasePlan[]
  readonly findings: readonly Finding[]
}

/** Finds the connection strings the settings name in the containers' final environments. */
export function planDatabases(
  settings: readonly DatabaseSettings[],
  environments: ReadonlyMap<string, readonly Variable[]>,
  mirrors: Readonly<Record<string, string>>,
): DatabasePlans {
  const databases: DatabasePlan[] = []
  const findings: Finding[] = []
  for (const entry of settings) {
    const unsupported = notEmulated(entry)
    if (unsupported !== undefined) {
      findings.push(unsupported)
      continue
    }
    const variable = entry.variable ?? ''
    const holders = [...environments].flatMap(([container, variables]) => {
      const found = variables.find(({ name }) => name === variable)
      return found === undefined ? [] : [{ container, value: found.value }]
    })
    const [first] = holders
    if (first === undefined) {
      findings.push(unset(variable))
      continue
    }
    const connection = parseConnectionString(first.value instanceof Sensitive ? first.value : new Sensitive(first.value))
    if (connection.kind === 'invalid') {
      findings.push({
        id: 'database-url-is-readable',
        severity: 'error',
        confidence: 'certain',
        message: `${variable} is no connection string: ${connection.reason}`,
        remedy: `Correct the value of ${variable}: postgresql://user:password@host/database?sslmode=require, with the password URL-encoded.`,
        container: first.container,
      })
      continue
    }
    databases.push({
      variable,
      containers: holders.map(({ container }) => container),
      connection,
      names: certificateNames(connection),
      image: mirrors[entry.image] ?? entry.image,
      ...(entry.schema ? { schema: entry.schema } : {}),
      connectWithinMs: entry.connectWithin,
      faults: entry.faults,
    })
  }
  return { databases, findings }
}

/** What the settings may already say but this version does not do: said, never passed over. */
function notEmulated(entry: DatabaseSettings): Finding | undefined {
  const asked = [
    entry.mode === 'passthrough' ? 'mode: passthrough' : undefined,
    entry.parts ? 'parts' : undefined,
    entry.migrate ? 'migrate' : undefined,
    entry.url ? 'url' : undefined,
    entry.variable === undefined && !entry.parts ? 'a database without variable' : undefined,
  ].find((name) => name !== undefined)
  if (asked === undefined) return undefined
  return {
    id: 'settings-are-understood',
    severity: 'error',
    confidence: 'certain',
    message: `databases: ${asked} is not supported by this version`,
    remedy: 'Name the variable that holds the connection string, with mode: emulate.',
  }
}

function unset(variable: string): Finding {
  return {
    id: 'database-variable-is-set',
    severity: 'warning',
    confidence: 'certain',
    message: `the settings name a database in ${variable}, but no container is given that variable`,
    remedy: `Add ${variable} to "secrets" or "environment" of the container that uses it, or correct databases[].variable in preflight.yaml.`,
  }
}
