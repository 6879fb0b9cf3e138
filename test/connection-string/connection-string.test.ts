import { assert, property, string } from 'fast-check'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { certificateNames, type ConnectionString, parseConnectionString } from '../../harness/connection-string/connection-string.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'

const neonUrl =
  'postgresql://app_owner:synthetic-Pa55@ep-cool-name-123456-pooler.us-east-1.aws.neon.tech/glossary?sslmode=require&channel_binding=require'

function parse(text: string): ConnectionString {
  const parsed = parseConnectionString(new Sensitive(text))
  if (parsed.kind === 'invalid') throw new Error(parsed.reason)
  return parsed
}

function reasonOf(text: string): string {
  const parsed = parseConnectionString(new Sensitive(text))
  return parsed.kind === 'invalid' ? parsed.reason : 'it was accepted'
}

describe('a database URL', () => {
  it('of Neon is taken apart with endpoint, pooler and region', () => {
    const parsed = parse(neonUrl)
    expect(parsed).toMatchObject({
      kind: 'url',
      scheme: 'postgresql',
      user: 'app_owner',
      host: 'ep-cool-name-123456-pooler.us-east-1.aws.neon.tech',
      port: 5432,
      database: 'glossary',
      sslmode: 'require',
      channelBinding: 'require',
      neon: { endpointId: 'ep-cool-name-123456', pooled: true, region: 'us-east-1.aws.neon.tech' },
    })
    expect(parsed.password.reveal()).toBe('synthetic-Pa55')
  })

  it('of another host has a port, a database that defaults to the user, and no Neon part', () => {
    const parsed = parse('postgres://admin:x@Db.Example.internal:6432')
    expect(parsed).toMatchObject({ scheme: 'postgres', host: 'db.example.internal', port: 6432, database: 'admin' })
    expect(parsed.neon).toBeUndefined()
  })

  it('may name an IPv6 address', () => {
    expect(parse('postgres://u:p@[::1]:5433/d')).toMatchObject({ host: '::1', port: 5433 })
  })

  it('is decoded, so that a password with signs of its own arrives as it was meant', () => {
    // A path of dots alone is resolved away by every URL parser.
    const anything = string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed() && !/^\.+$/u.test(text))
    assert(
      property(anything, anything, anything, (user, password, database) => {
        const text = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@h/${encodeURIComponent(database)}`
        const parsed = parse(text)
        expect(parsed.database).toBe(database)
        expect(parsed.user).toBe(user)
        expect(parsed.password.reveal()).toBe(password)
      }),
    )
  })

  it('never shows its password', () => {
    const parsed = parse(neonUrl)
    expect(parsed.redacted).toContain('app_owner:***@ep-cool-name')
    expect(`${inspect(parsed, { depth: 9 })} ${JSON.stringify(parsed)}`).not.toContain('synthetic-Pa55')
  })

  it.each([
    ['', 'it is empty'],
    ['"postgres://u:p@h/d"', 'it does not begin with postgresql:// or postgres://'],
    ['mysql://u:p@h/d', 'it does not begin with postgresql:// or postgres://'],
    ['postgres://u:p@/d', 'it names no host'],
    ['postgres://u:p@h:port/d', 'its port is not a number from 1 to 65535'],
    ['postgres://u:p@h1:5432,h2:5432/d', 'it names several hosts, which the drivers of Node do not take'],
    ['postgres://u:a/b@h/d', 'the user name or the password holds a /, ? or #: write these as %2F, %3F, %23'],
    ['postgres://u:50%@h/d', 'the password holds a % that is not followed by two hexadecimal digits: write it as %25'],
  ])('%j is refused with a reason that does not quote it', (text, reason) => {
    expect(reasonOf(text)).toBe(reason)
  })

  it('of any text is read or refused, and never throws', () => {
    assert(
      property(string(), (text) => {
        expect(['url', 'invalid']).toContain(parseConnectionString(new Sensitive(`postgres://${text}`)).kind)
      }),
    )
  })
})

describe('the names of a certificate', () => {
  it('cover a Neon host with and without its pooler, and the hosts of its HTTP queries', () => {
    expect(certificateNames(parse(neonUrl))).toEqual([
      'ep-cool-name-123456-pooler.us-east-1.aws.neon.tech',
      'ep-cool-name-123456.us-east-1.aws.neon.tech',
      'api.us-east-1.aws.neon.tech',
      'apiauth.us-east-1.aws.neon.tech',
    ])
  })

  it('are the host alone anywhere else', () => {
    expect(certificateNames(parse('postgres://u:p@prod.abc.us-east-1.rds.amazonaws.com/d'))).toEqual([
      'prod.abc.us-east-1.rds.amazonaws.com',
    ])
  })
})
