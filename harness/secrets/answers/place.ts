import type { Finding } from '../../findings/finding.ts'
import type { ValueFrom } from '../../task-definition/secret.ts'
import type { Wanted } from '../wanted.ts'

export type WantedSecret = Wanted & { readonly asks: Extract<ValueFrom, { kind: 'secrets-manager' }> }
export type WantedParameter = Wanted & { readonly asks: Extract<ValueFrom, { kind: 'parameter-store' }> }

/** What every finding about an answer has in common: whose variable it is, and where its valueFrom stands. */
export function at(wanted: Wanted): Pick<Finding, 'container' | 'path'> {
  return { container: wanted.container, path: wanted.path }
}

/** The variable as it is called in messages. */
export function subject(wanted: Wanted): string {
  return wanted.use === 'log-option' ? `log option ${wanted.variable}` : wanted.variable
}
