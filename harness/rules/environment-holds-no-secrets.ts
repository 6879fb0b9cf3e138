import { at } from './at.ts'
import type { Rule } from './rule.ts'

/** Whoever may describe the definition can read it. The value itself is never shown. */
export const environmentHoldsNoSecrets: Rule = {
  id: 'environment-holds-no-secrets',
  severity: 'warning',
  about:
    'Values in environment can be read by everybody who may call ecs:DescribeTaskDefinition, in every revision there ever was, and in this file. Keep passwords and keys in Secrets Manager or Parameter Store, and name them in secrets.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { name, value }] of container.environment.entries()) {
        const shape = shapeOf(value)
        if (shape === undefined && !(namesASecret(name) && looksSecret(value))) continue
        const what = shape ?? 'a secret, by its name'
        yield {
          confidence: shape === undefined ? 'likely' : 'certain',
          message: `the value of ${name} looks like ${what}`,
          remedy: `keep it in Secrets Manager, and move ${name} to secrets with its ARN as valueFrom`,
          ...at(container, 'environment', index, 'value'),
        }
      }
    }
  },
}

/** Values that nothing but a secret looks like. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'the access key of an AWS account', pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/ },
  { what: 'a token of GitHub', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{60}/ },
  { what: 'a key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{16}/ },
  { what: 'a token of Slack', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10}/ },
  { what: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: 'a key of OpenAI', pattern: /\bsk-(?:proj-)?[A-Za-z0-9_-]{32}/ },
  { what: 'a JSON Web Token', pattern: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/ },
  { what: 'a URL with a password in it', pattern: /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s/@]{3,}@[^\s@]+/i },
]

function shapeOf(value: string): string | undefined {
  const shape = shapes.find(({ pattern }) => pattern.test(value))
  // A password that is written out as a stand-in is no password.
  return shape?.what === 'a URL with a password in it' &&
    /:\/\/[^:]*:(?:password|pass|secret|changeme|example|\*+|x+)@/i.test(value) &&
    /@(?:localhost|127\.0\.0\.1)\b/.test(value)
    ? undefined
    : shape?.what
}

function namesASecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
  if (
    /(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON)(?:_|$)|_(?:FILE|PATH|DIR|ARN|ID|NAME|URL|URI|HOST|PORT|TTL|EXPIRY|EXPIRES|EXPIRATION|LENGTH|TIMEOUT|SECONDS|REGION|TYPE|ALGORITHM|HEADER|PREFIX|ENABLED|REQUIRED|POLICY|ENDPOINT|ISSUER|AUDIENCE|VERSION|COUNT|SIZE|LIMIT|ROTATION)$/.test(
      words,
    )
  )
    return false
  return /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|CREDENTIALS?)(?:_|$)|(?:^|_)(?:API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING|MASTER|LICENSE)_KEY(?:_|$)|SECRET_KEY|(?:^|_)SALT$/.test(
    words,
  )
}

/** Not what switches something on, counts something, or points at where the secret is. */
function looksSecret(value: string): boolean {
  const text = value.trim()
  if (text.length < 6 || /^(?:true|false|none|null|enabled|disabled|required|optional|\d{1,9})$/i.test(text)) return false
  if (/^(?:arn:|https?:\/\/[^@]*$|\/|\.\/|file:|s3:|ssm:|projects\/)/.test(text)) return false
  return !/\s/.test(text) || text.length > 40
}
