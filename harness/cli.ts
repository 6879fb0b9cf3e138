#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// What Node compiles, and the types it strips, are kept for the next call: that is half of the start. From sources they lie
// beside the packages; an installed package may be read-only, so there Node chooses the place. Without one it just goes on.
if (import.meta.filename.endsWith('.ts')) enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'ecs-preflight'))
else enableCompileCache()
await import('./program.ts')
