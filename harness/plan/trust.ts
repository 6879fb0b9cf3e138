import type { Variable } from './environment.ts'

/** Where the run's certificate authority lies in every container, read-only. */
export const trustDirectory = '/etc/ecs-preflight'
/** The run's authority alone, for programs that add it to their own. */
export const authorityFile = `${trustDirectory}/authority.pem`
/** The public authorities and the run's, for programs that take a file in place of their own. */
export const bundleFile = `${trustDirectory}/authorities.pem`

const why = "the run's own certificate authority signs the database stand-in's certificate"

/** The variables by which the usual programs learn of an authority. One that the task sets itself is left as it is. */
export function trustVariables(): readonly Variable[] {
  const adds: readonly [string, string][] = [
    ['NODE_EXTRA_CA_CERTS', authorityFile],
    ['SSL_CERT_FILE', bundleFile],
    ['REQUESTS_CA_BUNDLE', bundleFile],
    ['AWS_CA_BUNDLE', bundleFile],
    ['CURL_CA_BUNDLE', bundleFile],
    ['PGSSLROOTCERT', bundleFile],
  ]
  return adds.map(([name, value]) => ({ name, value, origin: 'added', why }))
}
