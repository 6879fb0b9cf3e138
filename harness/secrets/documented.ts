import type { Documented } from '../findings/documented.ts'
import { jsonValueIsText } from './answers/json-value-is-text.ts'
import { parameterExists } from './answers/parameter-exists.ts'
import { registryCredentialsAreComplete } from './answers/registry-credentials-are-complete.ts'
import { secretCanBeRead } from './answers/secret-can-be-read.ts'
import { secretExists } from './answers/secret-exists.ts'
import { secretHasJsonKey } from './answers/secret-has-json-key.ts'
import { secretHasText } from './answers/secret-has-text.ts'
import { secretHasVersion } from './answers/secret-has-version.ts'
import { secretIsNotDeleted } from './answers/secret-is-not-deleted.ts'
import { valueFromCanBeRead } from './answers/value-from-can-be-read.ts'
import { environmentFileFaults } from './environment-file-findings.ts'
import { localFaults } from './local-complaints.ts'
import { shapeDrift } from './drift.ts'
import { valueFaults } from './values/index.ts'

/** Every kind of finding about secrets, for `ecs-preflight rules`. `secret-arn-needs-suffix` is documented by its rule. */
export const documentedSecrets: readonly Documented[] = [
  valueFromCanBeRead,
  secretExists,
  secretHasVersion,
  secretHasJsonKey,
  secretHasText,
  secretIsNotDeleted,
  secretCanBeRead,
  parameterExists,
  jsonValueIsText,
  registryCredentialsAreComplete,
  ...valueFaults,
  ...environmentFileFaults,
  ...localFaults,
  shapeDrift,
]
