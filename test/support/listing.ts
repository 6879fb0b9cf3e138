import { existsSync } from 'node:fs'
import type Docker from 'dockerode'
import { expect } from 'vitest'
import { labelNames } from '../../harness/runtime/docker/labels.ts'

const goneWithinMs = 30_000
const everyMs = 500

/** Everything an engine has at one moment, by a name that says what it is. */
export type Listing = ReadonlyMap<string, Readonly<Record<string, string>>>

export async function listingOf(docker: Docker): Promise<Listing> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ])
  return new Map([
    ...containers.map(({ Id, Names, Labels }) => [`container ${Names.join(' ')} ${Id.slice(0, 12)}`, Labels] as const),
    ...networks.map(({ Id, Name, Labels }) => [`network ${Name} ${Id.slice(0, 12)}`, Labels ?? {}] as const),
    ...volumes.map(({ Name, Labels }) => [`volume ${Name}`, Labels ?? {}] as const),
  ])
}

/** What a process made and the engine still has. */
export async function madeBy(docker: Docker, pid: number): Promise<readonly string[]> {
  return [...(await listingOf(docker))].filter(([, labels]) => ownerOf(labels) === pid).map(([name]) => name)
}

/**
 * The engine has nothing that it had not before. What the processes of this test made has to be gone at once; the rest may
 * belong to tests that run beside this one, and is waited for.
 */
export async function expectNothingNew(docker: Docker, before: Listing, pids: readonly number[] = []): Promise<void> {
  const deadline = performance.now() + goneWithinMs
  for (;;) {
    const added = [...(await listingOf(docker))].filter(([name, labels]) => !before.has(name) && !isOfAnother(labels, pids))
    const own = added.filter(([, labels]) => pids.includes(ownerOf(labels) ?? 0)).map(([name]) => name)
    expect(own, 'left behind on the engine').toEqual([])
    if (added.length === 0) return
    if (performance.now() > deadline)
      expect(
        added.map(([name]) => name),
        'new on the engine, and of nobody who still lives',
      ).toEqual([])
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs)
    })
  }
}

/** Things of a process that is alive and none of ours. */
function isOfAnother(labels: Readonly<Record<string, string>>, pids: readonly number[]): boolean {
  const pid = ownerOf(labels)
  return pid !== undefined && !pids.includes(pid) && existsSync(`/proc/${pid}`)
}

function ownerOf(labels: Readonly<Record<string, string>>): number | undefined {
  const pid = labels[labelNames.owner]?.split('/')[1]
  return pid === undefined ? undefined : Number(pid)
}
