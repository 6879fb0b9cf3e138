import { passwordFault } from './connection-string-password-is-encoded.ts'
import { namesServerUrl, readServerUrl } from './server-url.ts'
import type { ValueFault } from './value-fault.ts'

export const connectionStringCanBeRead: ValueFault = {
  id: 'connection-string-can-be-read',
  severity: 'error',
  about:
    'The URL of a database is read by the driver when the program starts or, worse, when it first connects. One that is no URL fails there.',
  find({ name, text }) {
    if (text.trim() === '') return undefined
    const url = readServerUrl(text)
    if (url === undefined) {
      if (!namesServerUrl(name) || /^(?:(?:file|sqlite):|[a-z][a-z0-9+.-]*:\/)|\w+=\S/iu.test(text.trim())) return undefined
      return {
        message: 'is no connection string: it has no scheme such as postgresql://',
        remedy: 'Store the whole URL: postgresql://user:password@host/database.',
        confidence: 'likely',
      }
    }
    if (passwordFault(url) !== undefined) return undefined
    if (url.parsed !== undefined && url.parsed.hostname !== '') return undefined
    return {
      message: `is no ${url.scheme}:// URL that a driver can read${url.parsed === undefined ? '' : ': it names no host'}`,
      remedy: `Store it as ${url.scheme}://user:password@host:port/database.`,
      confidence: 'likely',
    }
  },
}
