#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import './async-disposable-stack.ts'

// What Node compiles, and the types it strips, are kept beside the packages for the next call: that is half of the start.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'ecs-preflight'))
await import('./program.ts')
