import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'

/** A certificate and its private key, both PEM. */
export interface IssuedCertificate {
  readonly certificatePem: string
  readonly keyPem: string
}

/** An authority that lives as long as this object: its private key is never exported. */
export interface Authority {
  /** What clients have to trust. */
  readonly certificatePem: string
  /** A server certificate for all these host names or addresses, valid for two days. */
  issue(names: readonly string[]): Promise<IssuedCertificate>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const hourMs = 3_600_000

/** Makes an authority with a fresh key. The library behind it is loaded on the first call. */
export async function createAuthority(): Promise<Authority> {
  const x509 = await loadX509()
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const name = 'CN=ecs-preflight, OU=for one run on this machine'
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })

  return {
    certificatePem: root.toString('pem'),
    async issue(names) {
      const leafKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const leaf = await x509.X509CertificateGenerator.create({
        // The name is in the alternative names; a common name may be 64 characters at most and is read by nobody.
        subject: 'CN=ecs-preflight database gateway',
        issuer: name,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        ...validity(),
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(names.map((each) => ({ type: isIP(each) === 0 ? 'dns' : 'ip', value: each }))),
          await x509.SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
          // Python from 3.13 on refuses a certificate without it.
          await x509.AuthorityKeyIdentifierExtension.create(root),
        ],
      })
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey))
      return { certificatePem: leaf.toString('pem'), keyPem: toPem('PRIVATE KEY', key) }
    },
  }
}

async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  // The library's container for injected parts wants this in place before it is loaded.
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** From an hour ago, so that a container whose clock lags accepts it too. */
function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - hourMs), notAfter: new Date(Date.now() + 48 * hourMs) }
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/gu) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
