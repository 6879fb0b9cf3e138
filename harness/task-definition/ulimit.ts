import { block } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

export interface Ulimit {
  readonly name: string
  readonly softLimit: number
  readonly hardLimit: number
}

const names = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
]

export const ulimit = block<Ulimit>(
  'Ulimit',
  {
    name: text('emulated', '', { required: true, absent: '', oneOf: names }),
    softLimit: integer('emulated', '', { required: true, absent: 0 }),
    hardLimit: integer('emulated', '', { required: true, absent: 0 }),
  },
  'emulated',
  "without an entry for nofile, Fargate's 65535 holds",
)
