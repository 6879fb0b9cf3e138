import { readServerUrl, type ServerUrl } from './server-url.ts'
import type { FaultFound, ValueFault } from './value-fault.ts'

export const connectionStringPasswordIsEncoded: ValueFault = {
  id: 'connection-string-password-is-encoded',
  severity: 'error',
  about:
    'In a URL the characters / ? # @ : % and white space of a password are written as %2F %3F %23 %40 %3A %25 and %20. As they are, they end the password early, and the driver asks for a host that does not exist or sends a wrong password.',
  find({ text }) {
    const url = readServerUrl(text)
    return url === undefined ? undefined : passwordFault(url)
  },
}

/** The character is told, because the remedy needs it; nothing around it. */
export function passwordFault({ authority, rest }: ServerUrl): FaultFound | undefined {
  const userInfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')))
  const password = userInfo.slice(userInfo.indexOf(':') + 1)
  if (!authority.includes('@') && authority.includes(':') && /^[/?#][^]*@/u.test(rest) && !/^:\d*$/u.test(portOf(authority)))
    return fault(rest[0] ?? '')
  if (/%(?![0-9A-Fa-f]{2})/u.test(password)) return fault('%')
  if (userInfo.includes('@')) return { ...fault('@'), severity: 'warning', confidence: 'possible' }
  return /\s/u.test(password) ? fault(' ') : undefined
}

/** `host:5432` before a slash is a port, and a later @ belongs to the query. */
function portOf(authority: string): string {
  return authority.slice(authority.lastIndexOf(':'))
}

function fault(character: string): FaultFound {
  const encoded = `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  const shown = character === ' ' ? 'a blank' : `"${character}"`
  return {
    message: `is a URL whose password holds ${shown} as it is`,
    remedy: `Write ${encoded} in its place; encodeURIComponent(password) does it.`,
    confidence: 'likely',
  }
}
