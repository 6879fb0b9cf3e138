import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

export interface RuntimePlatform {
  /** X86_64 when absent. */
  readonly cpuArchitecture?: string
  /** LINUX when absent. */
  readonly operatingSystemFamily?: string
}

const families = [
  'LINUX',
  'WINDOWS_SERVER_2004_CORE',
  'WINDOWS_SERVER_2016_FULL',
  'WINDOWS_SERVER_2019_CORE',
  'WINDOWS_SERVER_2019_FULL',
  'WINDOWS_SERVER_2022_CORE',
  'WINDOWS_SERVER_2022_FULL',
  'WINDOWS_SERVER_2025_CORE',
  'WINDOWS_SERVER_2025_FULL',
  'WINDOWS_SERVER_20H2_CORE',
]

export const runtimePlatform = block<RuntimePlatform>(
  'RuntimePlatform',
  {
    cpuArchitecture: text('emulated', "compared with the image; another one than this machine's runs emulated", {
      oneOf: ['X86_64', 'ARM64'],
    }),
    operatingSystemFamily: text('checked', 'only Linux runs here', { oneOf: families }),
  },
  'emulated',
  '',
)
