import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { isWindows, onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

/** Fargate sells fixed pairs of cpu and memory. */
export const fargateCpuMemoryPair: Rule = {
  id: 'fargate-cpu-memory-pair',
  severity: 'error',
  about:
    "Fargate has fixed pairs of a task's cpu and memory: 256 CPU units with 512, 1024 or 2048 MiB, up to 32768 units with 61440, 122880 or 249856 MiB. Windows has 1024, 2048 and 4096 units only, and no ARM64. The table holds whenever FARGATE is in requiresCompatibilities, even beside EC2.",
  *check(definition) {
    const { cpu, memory } = definition
    if (!onFargate(definition) || cpu === undefined || memory === undefined) return
    const windowsOnArm = isWindows(definition) && definition.runtimePlatform?.cpuArchitecture === 'ARM64'
    const allowed = memoriesFor(cpu, definition)
    if (!windowsOnArm && (allowed?.includes(memory) ?? false)) return
    yield {
      message: `Fargate has no ${platform(definition)} task with ${cpu} CPU units and ${memory} MiB`,
      remedy: windowsOnArm ? 'choose X86_64: Windows on ARM64 does not exist' : remedyFor(cpu, memory, allowed, definition),
      ecs: `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
      ecsSource: 'recorded',
      path: allowed === undefined ? ['cpu'] : ['memory'],
    }
  },
}

const table: readonly { readonly cpu: number; readonly memories: readonly number[] }[] = [
  { cpu: 256, memories: [512, 1024, 2048] },
  { cpu: 512, memories: steps(1024, 4096, 1024) },
  { cpu: 1024, memories: steps(2048, 8192, 1024) },
  { cpu: 2048, memories: steps(4096, 16384, 1024) },
  { cpu: 4096, memories: steps(8192, 30720, 1024) },
  { cpu: 8192, memories: steps(16384, 61440, 4096) },
  { cpu: 16384, memories: steps(32768, 122880, 8192) },
  { cpu: 32768, memories: [61440, 122880, 249856] },
]

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by)
}

function memoriesFor(cpu: number, definition: TaskDefinition): readonly number[] | undefined {
  if (isWindows(definition) && (cpu < 1024 || cpu > 4096)) return undefined
  return table.find((row) => row.cpu === cpu)?.memories
}

function platform(definition: TaskDefinition): string {
  return isWindows(definition) ? `Windows${definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? ' ARM64' : ''}` : 'Linux'
}

function remedyFor(cpu: number, memory: number, allowed: readonly number[] | undefined, definition: TaskDefinition): string {
  if (allowed !== undefined) {
    const larger = table.find((row) => row.cpu > cpu && row.memories.includes(memory) && memoriesFor(row.cpu, definition) !== undefined)
    const instead = larger === undefined ? '' : `, or cpu ${larger.cpu} with this memory`
    return `with cpu ${cpu}, set memory to ${nearestOf(allowed, memory)} (${range(allowed)})${instead}`
  }
  const cpus = table.map((row) => row.cpu).filter((one) => memoriesFor(one, definition) !== undefined)
  return `set cpu to one of ${cpus.join(', ')}`
}

function nearestOf(allowed: readonly number[], memory: number): number {
  return allowed.find((one) => one >= memory) ?? allowed.at(-1) ?? memory
}

function range(allowed: readonly number[]): string {
  if (allowed.length <= 3) return allowed.join(', ')
  const [first = 0, second = 0] = allowed
  return `${first} to ${allowed.at(-1)} in steps of ${second - first}`
}
