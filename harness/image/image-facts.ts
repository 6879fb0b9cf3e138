/** What an image says about itself, as the engine that holds it tells. */
export interface ImageFacts {
  readonly reference: string
  /** `sha256:…` of the image's configuration. */
  readonly id: string
  /** `repository@sha256:…` where it came from or went to a registry. */
  readonly digest?: string
  /** `amd64`, `arm64` … */
  readonly architecture: string
  readonly os: string
  readonly environment: readonly string[]
  readonly user: string
  readonly workingDirectory: string
  readonly entryPoint: readonly string[]
  readonly command: readonly string[]
  readonly exposedPorts: readonly number[]
  readonly volumes: readonly string[]
  readonly stopSignal: string
  readonly shell?: readonly string[]
  readonly hasHealthCheck: boolean
  readonly sizeBytes: number
}
