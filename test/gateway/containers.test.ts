import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildImage, isPresent, recipeOf } from '../images/engine.ts'
import { nodeTag } from '../images/node-image.ts'
import { requireEngine } from '../support/engine.ts'
import { accepted, drivers } from './acceptance.ts'
import { type Fixture, neonHost, neonUrl, openFixture, password } from './fixture.ts'

const clientsTag = 'ecs-preflight-test/database-clients:latest'
const dockerfile = `
FROM ${nodeTag}
RUN apt-get update -q && apt-get install -q -y --no-install-recommends postgresql-client-15 python3-psycopg2 \\
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
`
const root = fileURLToPath(new URL('../../', import.meta.url))
const withoutHttp = Object.fromEntries(Object.entries(accepted).filter(([name]) => !name.startsWith('HTTP')))

// The gateway stands on the address of the machine within a network of the test's own, on the ports that clients ask for.
const mayBindPorts = process.getuid?.() === 0

requireEngine('a container with nothing changed but its trusted authorities and where the name leads', (docker) => {
  let fixture: Fixture
  let network: Docker.Network
  let directory: string
  let address: string

  beforeAll(async () => {
    const recipe = recipeOf(dockerfile)
    if (!(await isPresent(docker, clientsTag, recipe))) {
      await buildImage(docker, { tag: clientsTag, dockerfile, parts: [], stage: () => Promise.resolve() }, recipe)
    }
    network = await docker.createNetwork({ Name: `ecs-preflight-test-gateway-${randomBytes(4).toString('hex')}`, Driver: 'bridge' })
    const { IPAM } = (await network.inspect()) as { IPAM: { Config: { Gateway?: string; Subnet: string }[] } }
    address = IPAM.Config[0]?.Gateway ?? IPAM.Config[0]?.Subnet.replace(/\d+\/\d+$/u, '1') ?? ''
    if (!mayBindPorts) return
    fixture = await openFixture({ listen: { address, tlsPort: 443, postgresPort: 5432 } })
    directory = await mkdtemp(join(tmpdir(), 'gateway-containers-'))
    await writeFile(join(directory, 'ca.pem'), fixture.authority.certificatePem)
  }, 600_000)

  afterAll(async () => {
    if (mayBindPorts) {
      await fixture[Symbol.asyncDispose]()
      await rm(directory, { recursive: true })
    }
    await network.remove()
  })

  /** Runs a command as a user without rights on a read-only root, and gives the last line it printed. */
  async function run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const container = await docker.createContainer({
      Image: clientsTag,
      Cmd: [...command],
      User: '12345:12345',
      Env: Object.entries({ DATABASE_URL: neonUrl, NODE_EXTRA_CA_CERTS: '/etc/preflight/ca.pem', ...env }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      HostConfig: {
        NetworkMode: network.id,
        ExtraHosts: [neonHost, 'api.us-east-1.aws.neon.tech'].map((name) => `${name}:${address}`),
        Binds: [
          `${join(root, 'node_modules')}:/app/node_modules:ro`,
          `${join(root, 'test', 'gateway')}:/app/program:ro`,
          `${directory}/ca.pem:/etc/preflight/ca.pem:ro`,
        ],
        ReadonlyRootfs: true,
        Tmpfs: { '/tmp': '' },
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
      },
    })
    try {
      await container.start()
      await container.wait()
      const [output, errors] = await Promise.all([
        container.logs({ stdout: true, stderr: false, follow: false }),
        container.logs({ stdout: false, stderr: true, follow: false }),
      ])
      // Eight bytes stand before each piece of output.
      const last = output.toString('utf8').match(/\{.*\}(?=\s*$)/u)?.[0]
      if (last === undefined) throw new Error(`${output.toString('utf8')}\n${errors.toString('utf8')}`)
      return JSON.parse(last)
    } finally {
      await container.remove({ force: true, v: true })
    }
  }

  it.skipIf(!mayBindPorts).each(drivers)('works with $title', async ({ name }) => {
    expect(await run(['node', '/app/program/acceptance-program.mjs'], { DRIVER: name })).toEqual(accepted)
  })

  it.skipIf(!mayBindPorts).each(['', '&channel_binding=require'])("works with Python's psycopg2%s", async (more) => {
    expect(await run(['python3', '/app/program/acceptance-program.py'], { DATABASE_URL: neonUrl + more })).toEqual(withoutHttp)
  })

  it.skipIf(!mayBindPorts)('works with psql', async () => {
    expect(await run(['sh', '/app/program/acceptance-program.sh'])).toEqual(withoutHttp)
  })

  it.skipIf(!mayBindPorts)('leaves no password in what is told of it', () => {
    expect(fixture.events.length).toBeGreaterThan(100)
    expect(JSON.stringify(fixture.events)).not.toContain(password)
  })
})
