import type { Variable } from '../plan/environment.ts'
import type { TaskPlan } from '../plan/task.ts'

/** The plan for a person, or as JSON. A secret is told by how long it is, roughly. */
export function planReport(plan: TaskPlan, format: 'terminal' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(plan, (_, value: unknown) => (value === undefined ? null : value), 2)}\n`
  const lines = [
    `${plan.identity.family}: ${plan.cpuUnits ?? '?'} CPU units, ${plan.memoryMiB ?? '?'} MiB, linux/${plan.architecture}, egress ${Array.isArray(plan.egress) ? plan.egress.join(', ') : plan.egress}`,
    ...plan.databases.map(({ variable, connection, image }) => `database ${variable}: ${connection.host} answered by ${image}`),
  ]
  for (const container of plan.containers) {
    lines.push(
      '',
      `${container.name}${container.essential ? '' : ' (not essential)'}`,
      `  image      ${container.imagePlan.kind === 'build' ? `built from ${container.imagePlan.context}` : container.imagePlan.reference}`,
    )
    if (container.dependsOn.length > 0)
      lines.push(`  depends on ${container.dependsOn.map(({ container: name, condition }) => `${name} ${condition}`).join(', ')}`)
    if (container.healthCheck !== undefined) {
      const { command, intervalMs, timeoutMs, retries, startPeriodMs } = container.healthCheck
      lines.push(
        `  health     ${command.join(' ')}`,
        `             every ${intervalMs / 1000} s, timeout ${timeoutMs / 1000} s, ${retries} retries, start period ${startPeriodMs / 1000} s`,
      )
    }
    lines.push(`  stop       ${container.stopSignal}, SIGKILL after ${container.stopTimeoutSeconds} s`, '  environment')
    const width = Math.max(0, ...container.environment.map(({ name }) => name.length))
    for (const variable of container.environment.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      lines.push(`    ${variable.name.padEnd(width)}  ${variable.origin.padEnd(11)}  ${shown(variable)}`)
  }
  return `${lines.join('\n')}\n`
}

function shown({ name, value, origin }: Variable): string {
  if (typeof value !== 'string') return `(${value.lengthClass})`
  if (origin === 'injected' || origin === 'added') return value
  // A secret that stands in the open in the definition need not stand in a log as well.
  return secretName.test(name) ? '(looks like a secret: not shown)' : value.replace(/(:\/\/[^:/@\s]*):[^@\s]+@/, '$1:…@')
}

const secretName = /SECRET|PASSW|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_KEY/i
