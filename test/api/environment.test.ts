import { expect, test } from 'vitest'
import { readEnvironment } from '../../api/src/environment.ts'
import { completeEnvironment } from './api-process.ts'

test('a complete environment is read as it is', () => {
  expect(readEnvironment(completeEnvironment)).toMatchObject({ port: 8080, nodeEnv: 'production', jwtSecret: 'synthetic-jwt' })
})

test.each(Object.keys(completeEnvironment))('a missing %s is named', (name) => {
  expect(() => readEnvironment({ ...completeEnvironment, [name]: undefined })).toThrow(`missing environment variables: ${name}`)
})

test('an empty variable counts as missing', () => {
  expect(() => readEnvironment({ ...completeEnvironment, JWT_SECRET: '' })).toThrow('missing environment variables: JWT_SECRET')
})

test('all missing variables are named in one message', () => {
  expect(() => readEnvironment({})).toThrow(`missing environment variables: ${Object.keys(completeEnvironment).join(', ')}`)
})

test.each(['0', '65536', '80a', '-1', '8080.5', '1e3'])('PORT %s is refused', (port) => {
  expect(() => readEnvironment({ ...completeEnvironment, PORT: port })).toThrow('PORT is not a port number')
})
