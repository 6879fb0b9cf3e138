/** Forms that only the service itself hands out. A form that fixtures share with production, such as a database's host name, is not among them. */
const forms: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'an AWS access key', form: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/u },
  { what: 'a GitHub token', form: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/u },
  { what: 'a Stripe live key', form: /\b[rs]k_live_[A-Za-z0-9]{20,}/u },
  { what: 'an OpenAI key', form: /\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{40,}/u },
  { what: 'an Anthropic key', form: /\bsk-ant-[A-Za-z0-9_-]{40,}/u },
  { what: 'a Slack token', form: /\bxox[abprs]-[A-Za-z0-9-]{20,}/u },
  { what: 'a Google API key', form: /\bAIza[A-Za-z0-9_-]{35}/u },
  { what: 'an npm token', form: /\bnpm_[A-Za-z0-9]{36}/u },
  { what: 'a SendGrid key', form: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/u },
  { what: 'a Neon password', form: /:npg_[A-Za-z0-9]{10,}@/u },
  { what: 'a private key', form: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*MI[A-Za-z0-9+/=\s\\]{200,}/u },
]

/** Words with which people mark a value as made up. */
const madeUp = /example|synthetic|fake|dummy|test|placeholder|sample|not.?real|preflight|x{6}|0{8}|1234567/iu

/** What kind of live credential a text looks like; undefined for what is made up. Never gives back a part of the text. */
export function liveCredential(text: string): string | undefined {
  for (const { what, form } of forms) {
    const found = form.exec(text)
    if (found !== null && !madeUp.test(found[0])) return what
  }
  return undefined
}
