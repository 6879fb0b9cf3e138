import { existsSync } from 'node:fs'
import type Docker from 'dockerode'
import { expect } from 'vitest'
import { labelNames } from '../../harness/runtime/docker/labels.ts'

const goneWithinMs = 30_000
const everyMs = 500

/** One thing on the engine. */
interface Thing {
  /** The process that made it, where a label tells. */
  readonly owner: number | undefined
  /** Nothing a run makes looks like this: other tests and other people use the same engine. */
  readonly foreign: boolean
}

/** Everything an engine has at one moment, by a name that says what it is. */
export type Listing = ReadonlyMap<string, Thing>

export async function listingOf(docker: Docker): Promise<Listing> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ])
  const foreign = containers.filter(({ Labels, NetworkSettings }) => isForeign(Labels, Object.keys(NetworkSettings?.Networks ?? {})))
  const foreignVolumes = new Set(foreign.flatMap(({ Mounts }) => Mounts.map(({ Name = '' }) => Name)))
  return new Map([
    ...containers.map((container) => {
      const { Id, Names, Labels } = container
      return [`container ${Names.join(' ')} ${Id.slice(0, 12)}`, { owner: ownerOf(Labels), foreign: foreign.includes(container) }] as const
    }),
    ...networks.map(
      ({ Id, Name, Labels = {} }) =>
        [`network ${Name} ${Id.slice(0, 12)}`, { owner: ownerOf(Labels), foreign: isForeign(Labels, [Name]) }] as const,
    ),
    ...volumes.map(({ Name, Labels }) => [`volume ${Name}`, { owner: ownerOf(Labels ?? {}), foreign: foreignVolumes.has(Name) }] as const),
  ])
}

/** What a process made and the engine still has. */
export async function madeBy(docker: Docker, pid: number): Promise<readonly string[]> {
  return [...(await listingOf(docker))].filter(([, { owner }]) => owner === pid).map(([name]) => name)
}

/**
 * The engine has nothing that it had not before. What carries the label of these processes has to be gone at once;
 * something without a label may belong to a test beside this one, and has a while to go.
 */
export async function expectNothingNew(docker: Docker, before: Listing, pids: readonly number[] = []): Promise<void> {
  const deadline = performance.now() + goneWithinMs
  let suspects: readonly string[] | undefined
  for (;;) {
    const added = [...(await listingOf(docker))].filter(([name, thing]) => !before.has(name) && !isOfAnother(thing, pids))
    const own = added.filter(([, { owner }]) => owner !== undefined && pids.includes(owner)).map(([name]) => name)
    expect(own, 'left behind on the engine').toEqual([])
    const names = added.map(([name]) => name)
    // Only what was there when the run ended can be the run's.
    suspects = suspects === undefined ? names : suspects.filter((name) => names.includes(name))
    if (suspects.length === 0) return
    if (performance.now() > deadline) expect(suspects, 'new on the engine, and still there').toEqual([])
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs)
    })
  }
}

/** It is no run's, or that of a process that is alive and none of these. */
function isOfAnother({ owner, foreign }: Thing, pids: readonly number[]): boolean {
  return foreign || (owner !== undefined && !pids.includes(owner) && existsSync(`/proc/${owner}`))
}

/**
 * A run labels whatever it makes. Without the label there are only the builder's containers, on the engine's own bridge,
 * and anonymous volumes.
 */
function isForeign(labels: Readonly<Record<string, string>>, networks: readonly string[]): boolean {
  if (labels[labelNames.run] !== undefined) return false
  return networks.some((name) => !['bridge', 'default', 'host', 'none'].includes(name) && !/^ecs-preflight-(?!test-)/.test(name))
}

function ownerOf(labels: Readonly<Record<string, string>>): number | undefined {
  const pid = labels[labelNames.owner]?.split('/')[1]
  return pid === undefined ? undefined : Number(pid)
}
