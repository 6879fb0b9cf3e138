import type { Finding } from '../findings/finding.ts'
import type { Cause, DiagnosisContext } from './cause.ts'
import { essentialContainerExited } from './essential-container-exited.ts'
import { hangsOnDatabase } from './hangs-on-database.ts'
import { outOfMemory } from './out-of-memory.ts'

/** Every cause that is known, the surest first. */
export const causes: readonly Cause[] = [outOfMemory, essentialContainerExited, hangsOnDatabase]

export function diagnose(context: DiagnosisContext): readonly Finding[] {
  return causes.flatMap((cause) => cause.recognise(context))
}
