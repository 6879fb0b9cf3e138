import { isOwnCode } from '../image/code-files.ts'
import { type EnvironmentRead, findProgramReads } from '../image/environment-reads.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { RunningTask } from '../runtime/runtime.ts'
import { within } from '../waiting/within.ts'

const readsWithinMs = 20_000

/** What the JavaScript in each container's working directory reads from its environment. Other people's packages are left out. */
export async function readsOf(
  plan: TaskPlan,
  task: RunningTask,
  images: ReadonlyMap<string, ImageFacts>,
): Promise<ReadonlyMap<string, readonly EnvironmentRead[]>> {
  const entries = await Promise.all(
    plan.containers.map(async ({ name, workingDirectory }): Promise<readonly [string, readonly EnvironmentRead[]]> => {
      const directory = workingDirectory ?? images.get(name)?.workingDirectory ?? '/'
      if (directory === '/') return [name, []]
      try {
        const files = await within(readsWithinMs, `reading the code of "${name}"`, task.readFiles(name, directory, isOwnCode))
        return [name, findProgramReads(files.map(({ path, text }) => ({ file: path, javascript: text })))]
      } catch {
        // It helps a diagnosis and is no condition of it: a container that never was has no files.
        return [name, []]
      }
    }),
  )
  return new Map(entries)
}
