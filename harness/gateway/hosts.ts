import { certificateNames } from '../connection-string/connection-string.ts'
import type { HostRule } from './configuration.ts'

/** Finds the database that a client means by a host name, `-pooler` and `api.` included; undefined when there is none of that name. */
export function findHost(hosts: readonly HostRule[], name: string): HostRule | undefined {
  const wanted = name.toLowerCase()
  return hosts.find((rule) => rule.host === wanted) ?? hosts.find((rule) => certificateNames(rule).includes(wanted))
}
