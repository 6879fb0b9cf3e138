import type { ValueFault } from './value-fault.ts'

export const base64Decodes: ValueFault = {
  id: 'base64-decodes',
  severity: 'error',
  about:
    'A variable that says BASE64 in its name is decoded by the program. Node leaves out what is no Base64 without a word, so that a plain text or a value that was cut off becomes garbage.',
  find({ name, text }) {
    if (!/BASE_?64|_B64(?:_|$)/iu.test(name) || text.trim() === '') return undefined
    const compact = text.replace(/\s/gu, '').replace(/=+$/u, '')
    const standard = /^[A-Za-z0-9+/]+$/u.test(compact)
    if (!standard && !/^[A-Za-z0-9_-]+$/u.test(compact)) {
      const what = text.includes('-----BEGIN') ? 'is a key in PEM form' : 'holds characters that Base64 does not have'
      return { message: `says Base64 in its name, and ${what}`, remedy: 'Store the Base64 of it: `base64 -w0`.', confidence: 'likely' }
    }
    if (compact.length % 4 !== 1) return undefined
    return {
      message: 'says Base64 in its name, and was cut off: no Base64 has this length',
      remedy: 'Store the whole text: `base64 -w0` writes it on one line.',
      confidence: 'certain',
    }
  },
}
