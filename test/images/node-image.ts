import { access, copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from './command.ts'
import { debianTag } from './debian-base.ts'
import { recipeOf, type ImageSource } from './engine.ts'

export const nodeTag = 'ecs-preflight-test/node:24'

const npmPackage = 'npm@11.19.1'

/** Where npm in the image finds the authorities this machine's npm trusts; Node itself does not look there. */
const authorities = '/usr/local/share/npm-authorities.crt'

const dockerfile = `
FROM ${debianTag}
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY npmrc /usr/local/etc/npmrc
COPY npm-authorities.crt ${authorities}
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && chmod 0755 /usr/local/bin/node && node --version && npm --version
CMD ["node"]
`

/**
 * What `node:24-alpine` is used for here: Node 24, npm, and the user `node` with the id 1000. Neither curl nor wget is in it.
 * Its npm is configured as this machine's is, because an image that runs `npm ci` needs the same registry and certificate authorities.
 * @param nodeBinary the Node to put into the image
 */
export async function nodeImage(nodeBinary: string): Promise<ImageSource> {
  const version = await run(nodeBinary, '--version')
  const registry = await npmSetting('registry')
  const trusted = await trustedAuthorities()
  return {
    tag: nodeTag,
    dockerfile,
    parts: [version, npmPackage, registry, trusted ?? '', trusted === undefined ? '' : recipeOf(await run('cat', trusted))],
    stage: async (context) => {
      await copyFile(nodeBinary, path.join(context, 'node'))
      await unpackNpm(context)
      const lines = [`registry=${registry}`, 'update-notifier=false', 'fund=false', 'audit=false']
      if (trusted === undefined) await writeFile(path.join(context, 'npm-authorities.crt'), '')
      else {
        lines.push(`cafile=${authorities}`)
        await copyFile(trusted, path.join(context, 'npm-authorities.crt'))
      }
      await writeFile(path.join(context, 'npmrc'), `${lines.join('\n')}\n`)
    },
  }
}

/** The published package carries its dependencies, which a distribution's npm does not. */
async function unpackNpm(context: string): Promise<void> {
  const packed = await run('npm', 'pack', '--silent', '--pack-destination', context, npmPackage)
  await mkdir(path.join(context, 'npm'))
  await run('tar', '-C', path.join(context, 'npm'), '--strip-components=1', '-xzf', path.join(context, packed.trim()))
}

async function npmSetting(name: string): Promise<string> {
  return (await run('npm', 'config', 'get', name)).trim()
}

/** The file with the authorities this machine's npm trusts: traffic to the registry may be inspected on the way. */
async function trustedAuthorities(): Promise<string | undefined> {
  const configured = await npmSetting('cafile')
  const candidates = [
    configured === 'null' ? '' : configured,
    process.env['NODE_EXTRA_CA_CERTS'] ?? '',
    '/etc/ssl/certs/ca-certificates.crt',
  ]
  for (const candidate of candidates.filter((file) => file !== '')) if (await isReadable(candidate)) return candidate
  return undefined
}

async function isReadable(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
