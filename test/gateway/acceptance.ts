/** The drivers and versions an application may bring. The older ones are installed under names of their own. */
export const drivers: readonly { readonly title: string; readonly name: string; readonly path: string }[] = [
  { title: "Neon's driver 1.2", name: '@neondatabase/serverless', path: import.meta.resolve('@neondatabase/serverless') },
  { title: "Neon's driver 1.0", name: 'neon-serverless-1.0', path: import.meta.resolve('neon-serverless-1.0') },
  { title: "Neon's driver 0.10", name: 'neon-serverless-0.10', path: import.meta.resolve('neon-serverless-0.10') },
  { title: "Neon's driver 0.9", name: 'neon-serverless-0.9', path: import.meta.resolve('neon-serverless-0.9') },
  { title: 'pg', name: 'pg', path: import.meta.resolve('pg') },
]

/** What `acceptance-program.mjs` prints when everything went well. */
export const accepted: Readonly<Record<string, unknown>> = {
  'a transaction is committed, another rolled back': [1],
  'an error has its code': '42703',
  '20 clients have 20 sessions': 20,
  '10 MB come back as one value': 10_000_000,
  '10 MB come back as 100,000 rows': 100_000,
  '10 MB go there': 10_000_000,
  'a notification is heard': 'hello',
  'a named statement is prepared once': 1,
  'a wrong password is refused': '28P01',
  'a query is cancelled': '57014',
  'HTTP: a query, a transaction, an aborted query': ['machine learning', [1, 2], 'aborted'],
}
