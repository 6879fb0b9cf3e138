/** The agent's words for an endpoint id, the last part of a container's metadata URI, that belongs to no container here. */
export function unknownContainer(id: string): string {
  return `unable to get container ID from request: unable to get docker ID from v3 endpoint ID: ${id}`
}

export function unknownTask(id: string): string {
  return `unable to get task arn from request: unable to get task Arn from v3 endpoint ID: ${id}`
}
