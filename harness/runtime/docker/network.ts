import { randomInt } from 'node:crypto'
import type Docker from 'dockerode'
import { Trouble } from '../../findings/trouble.ts'
import { reasonOf } from './engine.ts'

/** The task's own network, with the addresses chosen here so that they are known before a container starts. */
export interface TaskNetwork {
  readonly id: string
  readonly subnet: string
  readonly taskAddress: string
  readonly taskMacAddress: string
  readonly endpointsAddress: string
}

const attempts = 12

/**
 * A bridge without a way out: the host has no address on it, nothing is masqueraded. Not the engine's "internal" kind,
 * which drops link-local traffic. It takes 16 addresses out of 10.200.0.0 to 10.254.255.240, so that many tasks do not
 * use up the engine's own few pools.
 */
export async function createTaskNetwork(docker: Docker, name: string, labels: Record<string, string>): Promise<TaskNetwork> {
  for (let attempt = 1; ; attempt += 1) {
    const prefix = `10.${randomInt(200, 255)}.${randomInt(0, 256)}`
    const base = randomInt(0, 16) * 16
    const subnet = `${prefix}.${base}/28`
    try {
      const network = await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        Labels: labels,
        CheckDuplicate: true,
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
        Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true', 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
      })
      const taskAddress = `${prefix}.${base + 3}`
      return { id: network.id, subnet, taskAddress, taskMacAddress: macAddressOf(taskAddress), endpointsAddress: `${prefix}.${base + 2}` }
    } catch (cause) {
      if (/overlap/i.test(reasonOf(cause)) && attempt < attempts) continue
      throw new Trouble(
        'engine',
        `the engine makes no network for the task (${reasonOf(cause)}): "docker network prune" removes unused ones`,
        { cause },
      )
    }
  }
}

/** The ordinary leg of the endpoints: to the database's stand-in and to what the settings let the task reach. */
export async function createOutNetwork(docker: Docker, name: string, labels: Record<string, string>): Promise<string> {
  try {
    return (await docker.createNetwork({ Name: name, Driver: 'bridge', Labels: labels, CheckDuplicate: true })).id
  } catch (cause) {
    throw new Trouble('engine', `the engine makes no network (${reasonOf(cause)}): "docker network prune" removes unused ones`, { cause })
  }
}

/** As Docker itself makes one out of an address. */
export function macAddressOf(address: string): string {
  return ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':')
}
