import express, { type ErrorRequestHandler, type Express } from 'express'
import { elapsedMs, type Query } from './database.ts'
import { describeFailure } from './failure.ts'
import { checkHealth } from './health.ts'
import { searchTerms } from './search.ts'

/** The API's routes over a database. */
export function createServer(query: Query): Express {
  const server = express()
  server.disable('x-powered-by')

  server.get('/health', async (_request, response) => {
    const health = await checkHealth(query)
    response.status(health.status === 'ok' ? 200 : 503).json(health)
  })

  server.get('/api/search', async (request, response) => {
    const words = typeof request.query.q === 'string' ? request.query.q.trim() : ''
    if (words === '') {
      response.status(400).json({ error: 'q is missing: /api/search?q=machine+learning' })
      return
    }
    const start = performance.now()
    const results = await searchTerms(query, words)
    response.json({ query: words, count: results.length, ms: elapsedMs(start), results })
  })

  server.use((_request, response) => void response.status(404).json({ error: 'not found' }))
  server.use(answerFailure)
  return server
}

// Express knows an error handler by its four parameters.
const answerFailure: ErrorRequestHandler = (failure, request, response, _next) => {
  console.error(`${request.method} ${request.path} failed: ${describeFailure(failure)}`)
  response.status(500).json({ error: 'internal error' })
}
