import type { ValueFault } from './value-fault.ts'

const placeholders = [
  /^(?:change|replace|fill|set|update)[-_ ]?(?:me|this|it|in)\b/iu,
  /^(?:todo|tbd|fixme|xxx+|placeholder|dummy|n\/a|none|null|undefined|nil|secret|password|foo|bar|foobar)$/iu,
  /^(?:your|my|enter|insert|put)[-_ ].*(?:here|key|secret|password|token|value|url)$/iu,
  /^<[^<>]+>$/u,
  /^\$\{[^}]+\}$|^\{\{[^}]+\}\}$|^%[A-Z_]+%$|^\$[A-Z_]+$/u,
]

export const valueIsNoPlaceholder: ValueFault = {
  id: 'value-is-no-placeholder',
  severity: 'warning',
  about:
    'Infrastructure tools create secrets with a value that somebody is to replace (`changeme`, `<your-key>`, `${TOKEN}`). ECS starts the task with it.',
  find({ text }) {
    if (!placeholders.some((form) => form.test(text.trim()))) return undefined
    return { message: 'is a placeholder that nobody filled in', remedy: 'Store the value that is meant.', confidence: 'likely' }
  },
}
