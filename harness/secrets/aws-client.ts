import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import tls from 'node:tls'
import { refusalOf } from './aws-refusal.ts'
import type { Refusal } from './secret-store.ts'

/** How AWS is asked. Credentials come from where every AWS tool looks for them: environment, profile, SSO, web identity. */
export interface AwsOptions {
  /** The task's own region, for what names none. Default: the profile's or AWS_REGION. */
  readonly region?: string
  readonly profile?: string
  /** False: prove that everything exists, and read no value (`--no-values`). */
  readonly readsValues?: boolean
  /** How often a throttled or failed request is tried, with pauses that grow. */
  readonly attempts?: number
  /** How long one request may take with all its tries. */
  readonly deadlineMs?: number
}

/** What both SDK clients are made with. AWS_ENDPOINT_URL and its like are read by the SDK itself. */
export function clientConfiguration({ region, profile, attempts = 4 }: AwsOptions, asked: string | undefined) {
  const at = asked ?? region
  return {
    ...(at !== undefined && { region: at }),
    ...(profile !== undefined && { profile }),
    maxAttempts: attempts,
    // The SDK would write its hints to standard error.
    logger: { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
    requestHandler: {
      connectionTimeout: 5000,
      ...agents(),
    },
  }
}

function nothing(): void {}

/** One pair for all regions. Both honour HTTPS_PROXY and NO_PROXY. */
function agents(): { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } {
  const options = { keepAlive: true, proxyEnv: process.env }
  opened ??= { httpAgent: new HttpAgent(options), httpsAgent: new TrustingAgent(options) }
  return opened
}

let opened: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } | undefined

/** Trusts what this machine trusts, beside what Node does. The list is read when the first connection is made: it takes a tenth of a second. */
class TrustingAgent extends HttpsAgent {
  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    trust ??= tls.createSecureContext({ ca: [...new Set(machineAuthorities())] })
    const trusting = { ...options, secureContext: trust }
    return super.createConnection(trusting, callback)
  }
}

let trust: tls.SecureContext | undefined

/** Node before 22.15 cannot tell the machine's authorities; NODE_EXTRA_CA_CERTS works everywhere. */
function machineAuthorities(): readonly string[] {
  if (typeof tls.getCACertificates !== 'function') return tls.rootCertificates
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')]
}

/** Makes one thing per region, once, when it is first asked for. */
export function perRegion<Client>(open: (region: string | undefined) => Promise<Client>): (region: string | undefined) => Promise<Client> {
  const opened = new Map<string | undefined, Promise<Client>>()
  return (region) => {
    const client = opened.get(region) ?? open(region)
    opened.set(region, client)
    return client
  }
}

/** Asks AWS, within the deadline. What AWS refuses, or cannot be asked, is a value; an interruption by the caller and our own bugs are thrown. */
export async function askAws<Answer>(
  options: AwsOptions,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | Refusal> {
  const deadlineMs = options.deadlineMs ?? 30_000
  const deadline = AbortSignal.timeout(deadlineMs)
  try {
    return await ask(AbortSignal.any([signal, deadline]))
  } catch (error) {
    signal.throwIfAborted()
    if (deadline.aborted)
      return { status: 'refused', cause: 'unreachable', code: 'TimeoutError', message: `AWS gave no answer within ${deadlineMs / 1000} s` }
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return refusal
  }
}

/** Tells an answer of AWS from a refusal. */
export function isRefusal(answer: object): answer is Refusal {
  return 'status' in answer && answer.status === 'refused'
}
