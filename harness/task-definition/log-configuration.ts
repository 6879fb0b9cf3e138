import { block, list, textMap } from './reading/collections.ts'
import { text } from './reading/scalars.ts'
import { secret, type Secret } from './secret.ts'

/** Where the container's output goes. */
export interface LogConfiguration {
  /** On Fargate awslogs, splunk or awsfirelens. */
  readonly logDriver?: string
  readonly options: Readonly<Record<string, string>>
  /** Options of the driver that hold a secret; they never become variables. */
  readonly secretOptions: readonly Secret[]
}

export const logConfiguration = block<LogConfiguration>(
  'LogConfiguration',
  {
    logDriver: text('approximated', 'output is captured here; nothing is sent', { required: true }),
    options: textMap('checked', 'nothing is sent'),
    secretOptions: list(secret, 'checked', 'resolved like secrets; nothing is sent'),
  },
  'approximated',
  'output is captured here, and shown in the report',
)
