import { posix } from 'node:path'
import type { Answer, Asked } from './http-server.ts'

/** One path and what answers there. Capture groups of the pattern are handed over in their order. */
export interface Route {
  readonly pattern: RegExp
  /** Absent: any method, as the agent takes it for everything that only reads. */
  readonly methods?: readonly string[]
  readonly answer: (asked: Asked, ...captured: string[]) => Answer
}

/**
 * Finds the route of a request as the agent's router does: a path with repeated slashes or dots is redirected to its
 * clean form, one with a trailing slash is a different path, and an unknown one gets Go's plain 404.
 */
export function route(routes: readonly Route[], asked: Asked): Answer {
  let otherMethod = false
  for (const { pattern, methods, answer } of routes) {
    const found = pattern.exec(asked.path)
    if (found === null) continue
    if (methods === undefined || methods.includes(asked.method)) return answer(asked, ...found.slice(1))
    otherMethod = true
  }
  if (otherMethod) return { status: 405, body: '' }
  return {
    status: 404,
    contentType: 'text/plain; charset=utf-8',
    headers: { 'X-Content-Type-Options': 'nosniff' },
    body: '404 page not found\n',
  }
}

/** Where a path that is not clean is redirected to; nothing for a clean one. */
export function redirectToClean(asked: Asked): Answer | undefined {
  const clean = cleanPath(asked.path)
  if (clean === asked.path) return undefined
  const query = asked.query.size === 0 ? '' : `?${asked.query.toString()}`
  return { status: 301, headers: { Location: encodeURI(clean) + query }, body: '' }
}

function cleanPath(path: string): string {
  return posix.normalize(path.startsWith('/') ? path : `/${path}`)
}
