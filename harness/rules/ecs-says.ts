import type { Finding } from '../findings/finding.ts'

/** A text that was seen on AWS word for word, with this file's names in it. */
export function recorded(ecs: string): Required<Pick<Finding, 'ecs' | 'ecsSource'>> {
  return { ecs, ecsSource: 'recorded' }
}

/** A text put together from known parts: its sense is certain, its words may differ. */
export function composed(ecs: string): Required<Pick<Finding, 'ecs' | 'ecsSource'>> {
  return { ecs, ecsSource: 'composed' }
}
