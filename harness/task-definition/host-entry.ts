import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** A line of /etc/hosts. */
export interface HostEntry {
  readonly hostname: string
  readonly ipAddress: string
}

export const hostEntry = block<HostEntry>(
  'HostEntry',
  { hostname: text('checked', '', { required: true, absent: '' }), ipAddress: text('checked', '', { required: true, absent: '' }) },
  'checked',
  'awsvpc refuses extra hosts',
)
