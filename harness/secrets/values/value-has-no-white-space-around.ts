import type { ValueFault } from './value-fault.ts'

export const valueHasNoWhiteSpaceAround: ValueFault = {
  id: 'value-has-no-white-space-around',
  severity: 'warning',
  about:
    'ECS passes a secret on verbatim. A newline at its end (from `echo … | aws secretsmanager …` or `file://`) becomes part of a password, a token in a header or a host name. Keys in PEM form may end in a newline.',
  find({ text }) {
    if (text.trim() === text || text.trim() === '' || /-----\s*$/u.test(text)) return undefined
    const where = /^\s/u.test(text) ? (/\s$/u.test(text) ? 'begins and ends' : 'begins') : 'ends'
    const what = /[\r\n]$/u.test(text) ? 'a newline' : 'white space'
    return { message: `${where} with ${what}`, remedy: 'Store it without: `printf %s "$VALUE"` instead of `echo`.', confidence: 'likely' }
  },
}
