import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { expect, it } from 'vitest'
import { createAuthority } from '../../harness/gateway/certificate-authority.ts'

const host = 'ep-cool-name-123456.us-east-1.aws.neon.tech'

it('a certificate names every host it was issued for, and its authority vouches for it', async () => {
  const authority = await createAuthority()
  const issued = await authority.issue([host, 'api.us-east-1.aws.neon.tech', '127.0.0.1'])
  const [root, leaf] = [new X509Certificate(authority.certificatePem), new X509Certificate(issued.certificatePem)]
  expect(leaf.verify(root.publicKey)).toBe(true)
  expect(leaf.checkIssued(root)).toBe(true)
  expect(leaf.checkHost(host)).toBe(host)
  expect(leaf.checkHost('api.us-east-1.aws.neon.tech')).toBeDefined()
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(leaf.checkHost('other.us-east-1.aws.neon.tech')).toBeUndefined()
  expect([root.ca, leaf.ca]).toEqual([true, false])
  expect(Date.parse(leaf.validFrom)).toBeLessThan(Date.now() - 3_000_000)
})

it('a client that trusts the authority, and only such a client, accepts a server with the certificate', async () => {
  const authority = await createAuthority()
  const issued = await authority.issue([host])
  const server = createServer({ cert: issued.certificatePem, key: issued.keyPem }, (socket) => socket.end()).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => undefined)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const trusting = connect({ port, host: '127.0.0.1', servername: host, ca: authority.certificatePem })
    await once(trusting, 'secureConnect')
    expect(trusting.authorized).toBe(true)
    trusting.destroy()
    const other = connect({ port, host: '127.0.0.1', servername: host, ca: (await createAuthority()).certificatePem })
    await expect(once(other, 'secureConnect')).rejects.toThrow(/certificate/iu)
  } finally {
    server.close()
  }
})
