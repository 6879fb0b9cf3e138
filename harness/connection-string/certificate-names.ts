import { readNeonHost } from './neon-host.ts'

/**
 * Every name under which clients look for this database. A host of Neon is also reached with and without `-pooler`,
 * and its HTTP queries go to `api.` (with a token `apiauth.`) in place of the first label.
 */
export function certificateNames(connectionString: { readonly host: string }): readonly string[] {
  const neon = readNeonHost(connectionString.host)
  if (neon === undefined) return [connectionString.host]
  const { endpointId, region } = neon
  const names = [connectionString.host, `${endpointId}.${region}`, `${endpointId}-pooler.${region}`, `api.${region}`, `apiauth.${region}`]
  return [...new Set(names)]
}
