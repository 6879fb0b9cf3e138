import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import type { ConnectionStage, TimelineEvent, Transport } from '../timeline/event.ts'

export type Verdict = 'pass' | 'fail' | 'cannot-tell'

/** What one call of the tool found out; every reporter prints this one value. Times are whole milliseconds, memory in MiB. */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: string
  readonly command: string
  readonly verdict: Verdict
  readonly exitCode: number
  readonly startedAt: string
  readonly durationMs: number
  readonly files: readonly string[]
  readonly findings: readonly Finding[]
  readonly runs: readonly RunReport[]
  /** Why it cannot be told, in one sentence. */
  readonly trouble?: string
}

export interface RunReport {
  readonly taskDefinition: { readonly file: string; readonly family: string; readonly sha256: string }
  readonly settings: { readonly file: string; readonly sha256: string } | undefined
  readonly verdict: Verdict
  readonly runtime:
    | { readonly kind: string; readonly version: string; readonly architecture: string; readonly cpus: number; readonly memoryMiB: number }
    | undefined
  readonly timing: 'projected'
  readonly task: TaskReport
  readonly targetGroup: TargetGroupReport | undefined
  readonly databases: readonly DatabaseReport[]
  readonly checks: readonly CheckOutcome[]
  readonly findings: readonly Finding[]
  readonly fidelity: readonly Fidelity[]
  readonly notChecked: readonly NotChecked[]
  readonly standIns: readonly { readonly for: string; readonly by: string }[]
  readonly injected: readonly { readonly container: string; readonly name: string; readonly why: string }[]
  readonly egress: readonly {
    readonly host: string
    readonly port: number | undefined
    readonly atMs: number
    readonly outcome: 'allowed' | 'refused' | 'stand-in'
  }[]
  readonly timeline: readonly TimelineEvent[]
}

export interface TaskReport {
  readonly lastStatus: 'RUNNING' | 'STOPPED' | 'PENDING'
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  readonly stopCode: string | undefined
  readonly stoppedReason: string | undefined
  readonly containers: readonly ContainerReport[]
}

export interface ContainerReport {
  readonly name: string
  readonly image: string
  readonly imageDigest: string | undefined
  readonly essential: boolean
  readonly lastStatus: 'RUNNING' | 'STOPPED' | 'PENDING'
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  readonly exitCode: number | undefined
  readonly reason: string | undefined
  /** Measured, from the start of the run. */
  readonly startedAtMs: number | undefined
  readonly listeningAtMs: number | undefined
  readonly readyAtMs: number | undefined
  readonly verdictAtMs: number | undefined
  readonly health: HealthReport | undefined
  readonly listening: readonly { readonly address: string; readonly port: number; readonly atMs: number }[]
  readonly stop:
    | {
        readonly signal: string
        readonly tookMs: number | undefined
        readonly stopTimeoutMs: number
        readonly exitCode: number | undefined
      }
    | undefined
  readonly memory: { readonly peakMiB: number | undefined; readonly limitMiB: number | undefined }
  readonly cpu: { readonly throttledPercent: number | undefined }
  readonly restartCount: number
  readonly logTail: readonly string[]
}

export interface HealthReport {
  readonly probes: readonly { readonly atMs: number; readonly durationMs: number; readonly exitCode: number; readonly output: string }[]
  /** On ECS's clock, from the container's start. */
  readonly ecsHealthyAtMs: number | undefined
  readonly ecsUnhealthyAtMs: number | undefined
  readonly startPeriodMs: number
  readonly startPeriodMarginMs: number | undefined
  readonly healthMarginMs: number | undefined
  readonly timesSlowerBeforeCounting: number | undefined
  readonly timesSlowerBeforeUnhealthy: number | undefined
}

export interface TargetGroupReport {
  readonly healthyAtMs: number | undefined
  readonly unhealthyAtMs: number | undefined
  readonly firstStatus: number | undefined
  readonly requests: readonly {
    readonly atMs: number
    readonly status: number | undefined
    readonly durationMs: number
    readonly error: string | undefined
  }[]
}

export interface DatabaseReport {
  readonly variable: string
  readonly host: string
  readonly engine: 'postgres'
  readonly version: string
  readonly connected: boolean
  readonly connectMs: number | undefined
  readonly connectedAtMs: number | undefined
  readonly connections: number
  readonly protocol: Transport | undefined
  readonly standIn: true
  readonly stages: readonly {
    readonly stage: ConnectionStage
    readonly ms: number | undefined
    readonly outcome: 'ok' | 'failed' | 'not-reached'
    readonly seenBy: 'gateway'
  }[]
}

export interface Fidelity {
  readonly path: string
  readonly status: 'emulated' | 'approximated' | 'not-emulated'
  readonly note: string
}

export interface NotChecked {
  readonly id: string
  /** In a few words, as in a list. */
  readonly what: string
  readonly why: string
  readonly howToCheck: string
}
