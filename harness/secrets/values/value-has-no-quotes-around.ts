import type { ValueFault } from './value-fault.ts'

export const valueHasNoQuotesAround: ValueFault = {
  id: 'value-has-no-quotes-around',
  severity: 'warning',
  about: 'Quotes that belong to a shell or to a .env file are part of the value once they are stored as a secret: ECS takes nothing off.',
  find({ text }) {
    const quote = /^\s*(["'`])[^]*\1\s*$/u.exec(text)?.[1]
    if (quote === undefined || text.trim().length < 2) return undefined
    return { message: `is stored with its quotes (${quote}…${quote})`, remedy: 'Store it without the quotes.', confidence: 'likely' }
  },
}
