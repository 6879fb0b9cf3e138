import type { Edit } from '../source/edit.ts'
import type { Path } from '../source/source.ts'
import type { Documented } from './documented.ts'
import type { Finding } from './finding.ts'

/** What a safe remedy may ask the definition: how a value is written, before anything was normalised. */
export interface Written {
  written(path: Path): unknown
}

/** A kind of finding whose remedy can be made by a machine, because it cannot change what the author means. */
export interface Remediable extends Documented {
  fix?(finding: Finding, definition: Written): readonly Edit[]
}
