import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** Does ECS judge this definition by Fargate's rules when it is registered? Only if it is listed, but then even beside EC2. */
export function onFargate(definition: TaskDefinition): boolean {
  return definition.requiresCompatibilities.includes('FARGATE')
}

/** Do the containers share one network namespace with an address of its own? */
export function onAwsvpc(definition: TaskDefinition): boolean {
  return definition.networkMode === 'awsvpc'
}

export function isWindows(definition: TaskDefinition): boolean {
  return definition.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ?? false
}
