import type Docker from 'dockerode'
import { within } from '../../waiting/within.ts'
import { isGivenUp, statusOf } from './engine.ts'
import { isAbandoned, labelNames } from './labels.ts'

/** Removes what runs left behind whose process is gone. Only what carries our labels is ever touched. */
export async function sweep(docker: Docker, now = new Date()): Promise<void> {
  const filters = { label: [labelNames.run] }
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ])
  const abandoned = containers.filter(({ Labels }) => isAbandoned(Labels, now))
  await Promise.all(abandoned.map(({ Id }) => removeContainer(docker, Id)))
  await Promise.all([
    ...networks.filter(({ Labels }) => isAbandoned(Labels ?? {}, now)).map(({ Id }) => removeNetwork(docker, Id)),
    ...(volumes.Volumes ?? []).filter(({ Labels }) => isAbandoned(Labels ?? {}, now)).map(({ Name }) => removeVolume(docker, Name)),
  ])
}

/** Ends and removes a container with its anonymous volumes. One that is gone already is fine. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  await removed(docker, `the container ${id.slice(0, 12)}`, () => docker.getContainer(id).remove({ force: true, v: true }))
}

export async function removeNetwork(docker: Docker, id: string): Promise<void> {
  await removed(docker, `the network ${id.slice(0, 12)}`, () => docker.getNetwork(id).remove())
}

export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await removed(docker, `the volume ${name}`, () => docker.getVolume(name).remove({ force: true }))
}

const removedWithinMs = 20_000

/** What an engine that went away keeps is swept by the next run. */
async function removed(docker: Docker, what: string, remove: () => Promise<unknown>): Promise<void> {
  if (isGivenUp(docker)) return
  await within(removedWithinMs, `the removal of ${what}`, remove()).catch(unlessGone)
}

/** 404: gone. 409: another run is removing it at this moment. */
function unlessGone(error: unknown): void {
  const status = statusOf(error)
  if (status !== 404 && status !== 409) throw error
}
