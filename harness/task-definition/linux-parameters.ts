import { block, list, optionalList } from './reading/collections.ts'
import { flag, integer, text } from './reading/scalars.ts'

/** Linux's own settings of a container. */
export interface LinuxParameters {
  readonly capabilities?: KernelCapabilities
  readonly devices?: readonly Device[]
  readonly initProcessEnabled?: boolean
  /** MiB of /dev/shm; not on Fargate. */
  readonly sharedMemorySize?: number
  readonly tmpfs?: readonly Tmpfs[]
  /** MiB; not on Fargate. */
  readonly maxSwap?: number
  /** 0 to 100; not on Fargate. */
  readonly swappiness?: number
}

export interface KernelCapabilities {
  /** On Fargate only SYS_PTRACE. */
  readonly add: readonly string[]
  readonly drop: readonly string[]
}

export interface Device {
  readonly hostPath: string
  readonly containerPath?: string
  readonly permissions: readonly string[]
}

export interface Tmpfs {
  readonly containerPath: string
  /** MiB. */
  readonly size: number
  readonly mountOptions: readonly string[]
}

export const linuxParameters = block<LinuxParameters>(
  'LinuxParameters',
  {
    capabilities: block<KernelCapabilities>(
      'KernelCapabilities',
      { add: list(text('emulated', '')), drop: list(text('emulated', '')) },
      'emulated',
      '',
    ),
    devices: optionalList(
      block<Device>(
        'Device',
        {
          hostPath: text('checked', '', { required: true, absent: '' }),
          containerPath: text('checked', ''),
          permissions: list(text('checked', '', { oneOf: ['read', 'write', 'mknod'] })),
        },
        'checked',
        'Fargate has no devices',
      ),
    ),
    initProcessEnabled: flag('emulated', ''),
    sharedMemorySize: integer('checked', 'Fargate refuses it'),
    tmpfs: optionalList(
      block<Tmpfs>(
        'Tmpfs',
        {
          containerPath: text('emulated', '', { required: true, absent: '' }),
          size: integer('emulated', '', { required: true, absent: 0 }),
          mountOptions: list(text('emulated', '')),
        },
        'emulated',
        "AWS's own pages differ on whether Fargate takes it",
      ),
    ),
    maxSwap: integer('checked', 'Fargate refuses it'),
    swappiness: integer('checked', 'Fargate refuses it'),
  },
  'emulated',
  '',
)
