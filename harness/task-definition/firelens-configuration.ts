import { block, textMap } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** Makes a container the log router of its task. */
export interface FirelensConfiguration {
  readonly type: string
  readonly options: Readonly<Record<string, string>>
}

export const firelensConfiguration = block<FirelensConfiguration>(
  'FirelensConfiguration',
  {
    type: text('approximated', 'logs are not routed here', { required: true, absent: '', oneOf: ['fluentd', 'fluentbit'] }),
    options: textMap('checked', 'no router configuration is generated'),
  },
  'approximated',
  'the router is started before those that log to it; logs are not routed',
)
