import type { ValueFault } from './value-fault.ts'

/** Variables that are meant to hold a document. */
const holdsDocument = /JSON|CONFIG|CREDENTIAL|SETTINGS|SERVICE_ACCOUNT|ACCOUNT_KEY|OPTIONS|KEYS|SECRETS|JWK|_MAP$/iu

export const valueIsNoJson: ValueFault = {
  id: 'value-is-no-json',
  severity: 'warning',
  about:
    'Without a JSON key in the valueFrom ECS passes the whole secret on. A secret that was made in the console as key and value is a JSON object, and its whole text arrives in the variable.',
  find({ name, text, whole }) {
    if (!whole || holdsDocument.test(name) || !/^\s*\{/u.test(text)) return undefined
    const keys = keysOf(text)
    if (keys === undefined || keys.length === 0) return undefined
    return {
      message: `is a whole JSON object, with the keys ${keys.slice(0, 8).join(', ')}`,
      remedy: `Add the key that is meant to the valueFrom: …:${keys.find((key) => key === name) ?? keys[0]}::`,
      confidence: 'possible',
    }
  },
}

function keysOf(text: string): readonly string[] | undefined {
  try {
    return Object.keys(JSON.parse(text) as object)
  } catch {
    return undefined
  }
}
