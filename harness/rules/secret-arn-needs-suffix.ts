import { parseValueFrom } from '../task-definition/value-from.ts'
import { allSecrets } from './all-secrets.ts'
import type { Rule } from './rule.ts'

/** ECS documents full ARNs only. The file alone cannot know the six characters, so that they are never guessed. */
export const secretArnNeedsSuffix: Rule = {
  id: 'secret-arn-needs-suffix',
  severity: 'warning',
  about:
    "Secrets Manager adds a hyphen and six characters to every secret's name in its ARN, and ECS asks for the full ARN. With a partial one Secrets Manager may answer, may deny it to the execution role (whose policy names the full ARN), or may not find it. `ecs-preflight secrets --fix` writes the full ARN where it knows the store; aws secretsmanager describe-secret shows it.",
  *check(definition) {
    for (const { secret, container, path } of allSecrets(definition)) {
      const from = parseValueFrom(secret.valueFrom)
      if (from.kind !== 'secrets-manager') continue
      const suffix = /-([A-Za-z0-9]{6})$/.exec(from.secretName)?.[1]
      if (suffix !== undefined && !words.has(suffix)) continue
      yield {
        ...(suffix === undefined ? {} : { confidence: 'possible' as const }),
        message:
          suffix === undefined
            ? `the ARN of ${from.secretName} for ${secret.name} ends without the -XXXXXX of a full ARN`
            : `the ARN for ${secret.name} ends in -${suffix}: that looks like part of the name, and Secrets Manager takes it for the suffix of a full ARN`,
        remedy: `write the full ARN: aws secretsmanager describe-secret --region ${from.region} --secret-id ${from.secretName} --query ARN`,
        container,
        path: [...path, 'valueFrom'],
      }
    }
  },
}

/** Six letters that people put at the end of a secret's name. A random suffix is one of them once in a thousand million. */
const words = new Set(
  'secret config server client shared tokens stripe github google master worker backup access common system public custom portal mobile search deploy sentry docker lambda bucket oracle status string'.split(
    ' ',
  ),
)
