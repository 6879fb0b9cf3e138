import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import type { ConnectionRecord } from './connection-record.ts'

/** A client's connection, encrypted. */
export interface Secured {
  readonly socket: TLSSocket
  /** The host name the client asked for. */
  readonly name: string | undefined
  /** To be called when the client has said its first word: only then it is sure that it took the certificate. */
  readonly used: () => void
}

const handshakeWithinMs = 30_000

/** A client of Node ends the handshake first and looks at the certificate then: one that stays for so long has accepted it. */
const acceptedAfterMs = 250

/** Plays the server's part of a TLS handshake. Resolves with undefined when the client did not finish it, which the record tells. */
export function secure(
  raw: Socket,
  record: ConnectionRecord,
  options: { context: SecureContext; protocols: string[]; named: (host: string) => void },
): Promise<Secured | undefined> {
  const { context, protocols, named } = options
  if (raw.destroyed) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: protocols,
      SNICallback: (host, answer) => {
        named(host)
        answer(null, context)
      },
    })
    let told = false
    let handshakeMs: number | undefined
    const timer = setTimeout(() => {
      record.failed('tls', `the client did not finish its TLS handshake within ${handshakeWithinMs / 1000} s`)
      record.ends('gateway')
      raw.destroy()
    }, handshakeWithinMs)
    const used = () => {
      if (told || handshakeMs === undefined) return
      told = true
      record.ok('tls', handshakeMs)
    }
    socket.once('secure', () => {
      clearTimeout(timer)
      handshakeMs = record.ms
      setTimeout(used, acceptedAfterMs).unref()
      resolve({ socket, name: typeof socket.servername === 'string' && socket.servername !== '' ? socket.servername : undefined, used })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (handshakeMs === undefined && raw.bytesRead > 0) record.failed('tls', reasonOf(error, raw.bytesWritten > 0))
    })
    raw.once('close', () => {
      clearTimeout(timer)
      if (handshakeMs === undefined && raw.bytesRead > 0) record.failed('tls', brokenOff(raw.bytesWritten > 0))
      if (handshakeMs !== undefined && !told) {
        told = true
        record.failed('tls', brokenOff(true))
      }
      resolve(undefined)
    })
  })
}

/** Clients of Node look at the certificate after the handshake and then close without a word; their last bytes may be lost on the way. */
function brokenOff(certificateSent: boolean): string {
  return certificateSent
    ? 'the client went away as soon as it had seen the certificate: most likely it does not trust the authority that made it'
    : 'the client broke off during the TLS handshake'
}

function reasonOf(error: NodeJS.ErrnoException, certificateSent: boolean): string {
  const code = error.code ?? ''
  if (/ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE)/u.test(code)) {
    return 'the client did not trust the certificate: it does not know the authority that made it'
  }
  if (code === 'ERR_SSL_HTTP_REQUEST') return 'the client sent plain HTTP to a port that speaks TLS'
  if (code === 'ECONNRESET') return brokenOff(certificateSent)
  if (code.startsWith('ERR_SSL_')) return `the TLS handshake failed (${code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ')})`
  return `the TLS handshake failed (${code === '' ? 'no reason given' : code})`
}
