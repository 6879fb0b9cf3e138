/** The URL of a server that a program connects to, as it is written. The parts are cut by eye, because the faults are in what a parser makes of them. */
export interface ServerUrl {
  readonly scheme: string
  /** Between the scheme and the first slash, question mark or hash. */
  readonly authority: string
  readonly rest: string
  /** What a parser of URLs reads; undefined when it reads none. */
  readonly parsed: URL | undefined
}

const form =
  /^(?:jdbc:)?(postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|cockroachdb|clickhouse):\/\/([^/?#]*)([^]*)$/iu

/** Reads the URL of a database, cache or queue; undefined for every other text. */
export function readServerUrl(text: string): ServerUrl | undefined {
  const [, scheme = '', authority = '', rest = ''] = form.exec(text.trim()) ?? []
  if (scheme === '') return undefined
  // A replica set names several hosts, which no URL may.
  const single = scheme.toLowerCase().startsWith('mongodb') ? authority.replace(/,[^@]*$/u, '') : authority
  const plain = `${scheme}://${single}${rest}`
  return { scheme: scheme.toLowerCase(), authority, rest, parsed: URL.canParse(plain) ? new URL(plain) : undefined }
}

/** Does a variable of this name hold such a URL? */
export function namesServerUrl(name: string): boolean {
  return /(?:^|_)(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|AMQP|RABBITMQ)(?:_\w+)?_(?:URL|URI|DSN)$/iu.test(name)
}
