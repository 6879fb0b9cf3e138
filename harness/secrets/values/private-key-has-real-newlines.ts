import type { ValueFault } from './value-fault.ts'

export const privateKeyHasRealNewlines: ValueFault = {
  id: 'private-key-has-real-newlines',
  severity: 'warning',
  about:
    'A key in PEM form has line ends. Copied out of a JSON file it has the two characters \\n in their place, and OpenSSL reads no key in it unless the program puts the line ends back.',
  find({ text }) {
    if (!/-----BEGIN [A-Z ]+-----/u.test(text) || /^\s*\{/u.test(text)) return undefined
    if (text.includes('\\n') && !/-----\n/u.test(text)) {
      return {
        message: 'is a key whose line ends are the two characters \\n',
        remedy: 'Store it with real line ends (`--secret-string file://key.pem`), or let the program replace them.',
        confidence: 'possible',
      }
    }
    if (/\n/u.test(text.trim())) return undefined
    return {
      message: 'is a key in PEM form without line ends',
      remedy: 'Store it with its line ends (`--secret-string file://key.pem`).',
      confidence: 'likely',
    }
  },
}
