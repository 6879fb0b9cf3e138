import { expect, test } from 'vitest'
import { container, definition, lint, lintText } from '../task-definition/definitions.ts'

const isTold = (name: string, value: string): boolean =>
  lint(definition({ containerDefinitions: [container({ environment: [{ name, value }] })] })).some(
    (finding) => finding.id === 'environment-holds-no-secrets',
  )

// All of these are made up. Parts are joined so that scanners of this repository have nothing to find.
test.each([
  ['DB_PASSWORD', 'correct-horse-battery'],
  ['dbPassword', 'correct-horse-battery'],
  ['JWT_SECRET', 'made-up-for-this-test'],
  ['API_KEY', 'made-up-for-this-test'],
  ['STRIPE_SECRET_KEY', 'made-up-for-this-test'],
  ['GITHUB_TOKEN', 'made-up-for-this-test'],
  ['SPRING_DATASOURCE_PASSWORD', 'made-up'],
  ['SESSION_SALT', 'made-up-for-this-test'],
  ['DATABASE_URL', 'postgresql://web:made-up-word@db.example.com:5432/web'],
  ['CACHE', 'redis://default:made-up-word@cache.example.com:6379'],
  ['SETTINGS', ['x AKIA', 'IOSFODNN7EXAMPLE'].join('')],
  ['PEM', ['-----BEGIN RSA ', 'PRIVATE KEY-----', 'MII'].join('')],
  ['ANYTHING', `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`],
  ['ANYTHING', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ0ZXN0In0', 'c2lnbmF0dXJl'].join('.')],
])('%s=%s is told', (name, value) => expect(isTold(name, value)).toBe(true))

test.each([
  ['DB_PASSWORD', ''],
  ['DB_PASSWORD_FILE', '/run/secrets/db'],
  ['DB_PASSWORD_SECRET_ARN', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf'],
  ['SECRET_NAME', 'prod/web/database'],
  ['JWT_SECRET', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:jwt-AbCdEf'],
  ['TOKEN_EXPIRATION', '3600000'],
  ['ACCESS_TOKEN_TTL', '15 minutes'],
  ['TOKEN_URL', 'https://login.example.com/token'],
  ['PASSWORD_RESET_ENABLED', 'true'],
  ['REQUIRE_PASSWORD', 'true'],
  ['API_KEY_HEADER', 'x-api-key'],
  ['PUBLIC_API_KEY', 'pk_123456789'],
  ['STRIPE_PUBLISHABLE_KEY', 'pk_live_1234567890'],
  ['SORT_KEY', 'createdAt-descending'],
  ['CACHE_KEY_PREFIX', 'web-production-'],
  ['KEYCLOAK_REALM', 'production'],
  ['MONKEY_TYPE', 'capuchin-monkey'],
  ['AUTHOR', 'somebody-or-other'],
  ['DATABASE_URL', 'postgresql://db.example.com:5432/web'],
  ['DATABASE_USER', 'web_production'],
  ['SENTRY_DSN', 'https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1'],
  ['GIT_SHA', '0123456789abcdef0123456789abcdef01234567'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4317'],
  ['MESSAGE', 'the password is not in here'],
  ['COGNITO_USER_POOL_ID', 'us-east-1_AbCdEfGhI'],
])('%s=%s is no alarm', (name, value) => expect(isTold(name, value)).toBe(false))

test('the value itself is in no finding', () => {
  const value = 'never-to-be-shown-1'
  const text = JSON.stringify(definition({ containerDefinitions: [container({ environment: [{ name: 'DB_PASSWORD', value }] })] }), null, 2)
  expect(JSON.stringify(lintText(text))).not.toContain(value)
})
