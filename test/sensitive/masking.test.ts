import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMask } from '../../harness/sensitive/masking.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'

const url = 'postgresql://app:s3cr3t%2Fp%40ss@ep-cool-name-123456.us-east-1.aws.neon.tech/glossary?sslmode=require'
const mask = createMask([
  { name: 'DATABASE_URL', value: new Sensitive(url) },
  { name: 'JWT_SECRET', value: new Sensitive('synthetic "jwt" secret/1+') },
  { name: 'PIN', value: new Sensitive('4711') },
  { name: 'TINY', value: new Sensitive('abc') },
  { name: 'LEVEL', value: new Sensitive('info') },
  {
    name: 'PEM',
    value: new Sensitive(
      '-----BEGIN PRIVATE KEY-----\nsyntheticFirstLineOfTheKey\nsyntheticSecondLineOfTheKey\n-----END PRIVATE KEY-----\n',
    ),
  },
  { name: 'CONFIG', value: new Sensitive('{"host":"db.internal","password":"synthetic-in-json","nested":{"apiKey":"synthetic-api-key"}}') },
  { name: 'FIREBASE', value: new Sensitive(Buffer.from('{"private_key":"synthetic-firebase-key"}').toString('base64')) },
])

describe('a secret is taken out of a line', () => {
  test('as it is', () => {
    expect(mask.mask(`connecting to ${url}.`)).toBe('connecting to <secret DATABASE_URL>.')
  })

  test.each([
    ['the password of a URL as it is written there', 's3cr3t%2Fp%40ss', 'DATABASE_URL'],
    ['the password of a URL decoded', 's3cr3t/p@ss', 'DATABASE_URL'],
    ['in Base64', Buffer.from('synthetic "jwt" secret/1+').toString('base64'), 'JWT_SECRET'],
    ['in Base64 for URLs', Buffer.from(url).toString('base64url'), 'DATABASE_URL'],
    ['URL-encoded', encodeURIComponent('synthetic "jwt" secret/1+'), 'JWT_SECRET'],
    ['URL-encoded in lower case', encodeURIComponent('synthetic "jwt" secret/1+').toLowerCase(), 'JWT_SECRET'],
    ['as a form field', new URLSearchParams({ q: 'synthetic "jwt" secret/1+' }).toString().slice(2), 'JWT_SECRET'],
    ['escaped within JSON', 'synthetic \\"jwt\\" secret/1+', 'JWT_SECRET'],
    ['escaped within JSON within JSON', 'synthetic \\\\\\"jwt\\\\\\" secret/1+', 'JWT_SECRET'],
    ['a password within a JSON secret', 'synthetic-in-json', 'CONFIG'],
    ['a deeper one', 'synthetic-api-key', 'CONFIG'],
    ['what a Base64 secret holds', 'synthetic-firebase-key', 'FIREBASE'],
    ['one line of a key', 'syntheticSecondLineOfTheKey', 'PEM'],
  ])('%s', (_, text, name) => {
    expect(mask.mask(`before ${text} after`)).toBe(`before <secret ${name}> after`)
  })

  test('within Base64 of something longer', () => {
    for (const before of ['', 'u', 'us', 'user']) {
      const header = Buffer.from(`${before}:synthetic "jwt" secret/1+:rest`).toString('base64')
      expect(mask.mask(`Authorization: Basic ${header}`)).toContain('<secret JWT_SECRET>')
    }
  })
})

describe('what is no secret stays readable', () => {
  test.each([
    'abc',
    'info',
    'host ep-cool-name-123456.us-east-1.aws.neon.tech user app database glossary',
    '"atMs":14711, 47112',
    '-----BEGIN PRIVATE KEY-----',
    'db.internal',
  ])('%s', (text) => {
    expect(mask.mask(text)).toBe(text)
  })

  test('a short value is hidden where it stands alone', () => {
    expect(mask.mask('pin=4711;')).toBe('pin=<secret PIN>;')
  })
})

test('secrets that overlap leave no rest of either', () => {
  const overlapping = createMask([
    { name: 'A', value: new Sensitive('synthetic-one-two') },
    { name: 'B', value: new Sensitive('two-three-synthetic') },
  ])
  expect(overlapping.mask('<synthetic-one-two-three-synthetic>')).toBe('<<secret A>>')
  expect(overlapping.seen('<synthetic-one-two-three-synthetic>')).toEqual(['A', 'B'])
})

test('the names of the secrets in a line are told once each', () => {
  expect(mask.seen(`${url} 4711 ${url}`)).toEqual(['DATABASE_URL', 'PIN'])
  expect(mask.seen('nothing here')).toEqual([])
})

test('an event or a report is masked through and through, and stays data', () => {
  const report = { at: 5, none: null, list: [{ text: `x ${url}` }], [url]: true }
  expect(mask.maskDeep(report)).toEqual({ at: 5, none: null, list: [{ text: 'x <secret DATABASE_URL>' }], '<secret DATABASE_URL>': true })
})

test('no secret of eight characters or more survives, whatever stands around it and in whichever form', () => {
  const forms = [
    (text: string) => text,
    (text: string) => JSON.stringify(text).slice(1, -1),
    (text: string) => encodeURIComponent(text),
    (text: string) => Buffer.from(text).toString('base64'),
    (text: string) => Buffer.from(text).toString('base64url'),
  ]
  fc.assert(
    fc.property(
      fc.string({ minLength: 8, unit: 'binary' }),
      fc.string(),
      fc.string(),
      fc.constantFrom(...forms),
      (secret, before, after, form) => {
        fc.pre(secret.isWellFormed() && secret.trim().length >= 8)
        const one = createMask([{ name: 'X', value: new Sensitive(secret) }])
        expect(one.mask(`${before}${form(secret)}${after}`)).toContain('<secret X>')
        expect(one.seen(`${before}${form(secret)}${after}`)).toEqual(['X'])
      },
    ),
  )
})

test('a hundred thousand log lines and fifty secrets take seconds at most', () => {
  const many = createMask(
    Array.from({ length: 50 }, (_, index) => ({
      name: `S${index}`,
      value: new Sensitive(`synthetic-${index}-${'x'.repeat(index)}/secret+value`),
    })),
  )
  const line = `{"level":"info","time":1754110382,"msg":"GET /api/search?q=machine+learning 200 in 12 ms","secretary":"not a secret"}`
  const before = performance.now()
  for (let index = 0; index < 100_000; index++) many.mask(line)
  expect(performance.now() - before).toBeLessThan(5000)
})

test('a Sensitive shows its value nowhere', () => {
  const value = new Sensitive('synthetic-value')
  expect([String(value), JSON.stringify({ value }), inspect({ value })]).toEqual([
    '<sensitive>',
    '{"value":"<sensitive>"}',
    '{ value: <sensitive> }',
  ])
})
