import { expect, test } from 'vitest'
import { definition, lint } from '../task-definition/definitions.ts'

/** The table of the developer guide, written out: cpu, and every memory that goes with it. */
const pairs: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: [1024, 2048, 3072, 4096],
  1024: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
  2048: Array.from({ length: 13 }, (_, index) => 4096 + index * 1024),
  4096: Array.from({ length: 23 }, (_, index) => 8192 + index * 1024),
  8192: [16_384, 20_480, 24_576, 28_672, 32_768, 36_864, 40_960, 45_056, 49_152, 53_248, 57_344, 61_440],
  16_384: [32_768, 40_960, 49_152, 57_344, 65_536, 73_728, 81_920, 90_112, 98_304, 106_496, 114_688, 122_880],
  32_768: [61_440, 122_880, 249_856],
}
const memories = [...new Set(Object.values(pairs).flat()), 256, 768, 1536, 30_721, 131_072]

const isTold = (cpu: number, memory: number, changes: Readonly<Record<string, unknown>> = {}): boolean =>
  lint(definition({ cpu: String(cpu), memory: String(memory), ...changes })).some((finding) => finding.id === 'fargate-cpu-memory-pair')

test('every pair of the table is accepted on Linux, every other one is not', () => {
  const wrong = Object.keys(pairs).flatMap((cpu) =>
    memories
      .filter((memory) => isTold(Number(cpu), memory) === (pairs[Number(cpu)] ?? []).includes(memory))
      .map((memory) => `${cpu}/${memory}`),
  )
  expect(wrong).toEqual([])
})

test('a cpu that is not in the table is told with those that are', () => {
  const [finding] = lint(definition({ cpu: '300', memory: '512' }))
  expect(finding).toMatchObject({
    id: 'fargate-cpu-memory-pair',
    path: ['cpu'],
    remedy: 'set cpu to one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768',
  })
})

test('Windows has 1, 2 and 4 vCPUs', () => {
  const windows = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }
  const accepted = Object.entries(pairs).filter(([cpu, [memory = 0]]) => !isTold(Number(cpu), memory, windows))
  expect(accepted.map(([cpu]) => cpu)).toEqual(['1024', '2048', '4096'])
})

test('the table holds beside EC2, but not for EC2 alone', () => {
  expect(isTold(256, 4096, { requiresCompatibilities: ['EC2', 'FARGATE'] })).toBe(true)
  expect(isTold(256, 4096, { requiresCompatibilities: ['EC2'] })).toBe(false)
})
