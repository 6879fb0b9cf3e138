import type { Documented } from '../findings/documented.ts'
import type { Finding } from '../findings/finding.ts'
import { complaints } from '../task-definition/reading/index.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { applyEach } from './apply.ts'
import { commandHasNoShellVariables, commandIsSplitIntoWords } from './command.ts'
import { partitionFitsRegion, regionsAgree, secretOfThisAccount, ssmParameterOfThisAccount } from './arns-agree.ts'
import {
  awslogsCreateGroupIsTrueOrAbsent,
  awslogsCreateGroupNeedsPermission,
  awslogsDatetimeOrMultiline,
  awslogsNeedsExecutionRole,
  awslogsNeedsStreamPrefix,
  awslogsOptionsAreComplete,
  awslogsOptionsAreKnown,
} from './awslogs.ts'
import { awsvpcHostPort } from './awsvpc-host-port.ts'
import { containerCpuSumWithinTask } from './container-cpu-sum-within-task.ts'
import { atMostTenContainers, containersAreDefined } from './container-list.ts'
import {
  containerMemoryAtLeast6,
  containerMemoryIsGiven,
  containerMemoryLeavesRoom,
  containerMemorySumWithinTask,
  containerMemoryWithinTask,
  memoryReservationWithinMemory,
} from './container-memory.ts'
import { containerNameIsGiven, containerNameIsValid, containerNamesAreUnique } from './container-name.ts'
import { credentialSpecsAreValid } from './credential-specs-are-valid.ts'
import { dependsOnHasNoCircle } from './depends-on-has-no-circle.ts'
import {
  dependsOnCompleteNeedsNonEssential,
  dependsOnContainerExists,
  dependsOnHealthyNeedsHealthCheck,
  dependsOnNeedsStartTimeout,
  startTimeoutIsUsed,
} from './depends-on.ts'
import { ec2TaskCpuInRange } from './ec2-task-cpu-in-range.ts'
import { ecrImageNeedsExecutionRole } from './ecr-image-needs-execution-role.ts'
import {
  efsAccessPointWithoutRootDirectory,
  efsEncryptionPortNeedsEncryption,
  efsIamNeedsTaskRole,
  efsIamNeedsTransitEncryption,
  efsIsEncryptedInTransit,
  s3filesAccessPointWithoutRootDirectory,
} from './efs-volumes.ts'
import {
  environmentFileIsAnS3Object,
  environmentFilesAtMostTen,
  environmentFilesNeedExecutionRole,
  repositoryCredentialsNeedExecutionRole,
} from './environment-files.ts'
import { environmentHoldsNoSecrets } from './environment-holds-no-secrets.ts'
import {
  environmentHoldsNoCredentials,
  environmentLeavesEcsNames,
  environmentNameIsAName,
  environmentNamesAreGiven,
  environmentNamesAreUnique,
} from './environment.ts'
import { ephemeralStorageInRange, ephemeralStorageNeedsFargate } from './ephemeral-storage.ts'
import { executionRoleIsNotTaskRole } from './execution-role-is-not-task-role.ts'
import { familyIsGiven, familyIsValid } from './family.ts'
import { fargateCapabilities } from './fargate-capabilities.ts'
import { fargateCpuMemoryPair } from './fargate-cpu-memory-pair.ts'
import { fargateNetworkMode } from './fargate-network-mode.ts'
import { fargateRefuses } from './fargate-refuses.ts'
import { fargateTaskCpuIsGiven, fargateTaskMemoryIsGiven } from './fargate-task-size-is-given.ts'
import { fargateTmpfs } from './fargate-tmpfs.ts'
import { faultInjectionNeedsItsNetwork } from './fault-injection-needs-its-network.ts'
import {
  awsfirelensNeedsRouter,
  fargateFirelensConfigIsFile,
  firelensHasNoDependencies,
  firelensNeedsUser,
  oneFirelensContainer,
} from './firelens.ts'
import { hostIsNotShared, notPrivileged, readOnlyRoot, windowsHasNoLinuxSettings } from './hardening.ts'
import { healthCheckCanFail, healthCheckCurlFailsOnErrors } from './health-check-command.ts'
import { healthCheckForm } from './health-check-form.ts'
import { healthCheckRanges } from './health-check-ranges.ts'
import {
  healthCheckStartPeriodCoversInterval,
  healthCheckTimeoutBelowInterval,
  healthCheckWithinPatience,
} from './health-check-surprises.ts'
import { imageIsGiven } from './image-is-given.ts'
import { imageIsValid } from './image-is-valid.ts'
import { imageTagIsFixed } from './image-tag-is-fixed.ts'
import {
  logDriverIsKnown,
  logModeIsKnown,
  logModeIsStated,
  logsGoSomewhere,
  maxBufferSizeNeedsNonBlocking,
  splunkOptionsAreComplete,
} from './log-configuration.ts'
import { mountPointIsComplete, mountPointVolumeExists, volumesFromContainerExists } from './mount-points.ts'
import { noInferenceAccelerators } from './no-inference-accelerators.ts'
import { oneEssentialContainer } from './one-essential-container.ts'
import { fargateNoIpcMode, fargatePidMode } from './pid-and-ipc-mode.ts'
import { fargateNoPlacementConstraints, placementConstraintIsValid } from './placement-constraints.ts'
import {
  containerPortIsGiven,
  hostNetworkHostPort,
  portIsUsedOnce,
  portMappingNameIsValid,
  portMappingNamesAreUnique,
  portProtocolIsKnown,
  portRangeIsAlone,
  portRangeIsValid,
} from './port-mappings.ts'
import { proxyContainerExists, proxyNeedsAwsvpc, proxyPropertiesAreComplete } from './proxy-configuration.ts'
import { requestFits64Kib } from './request-fits-64-kib.ts'
import { fargateWindowsFamily, requiresFargate } from './requires-fargate.ts'
import { ignoredExitCodesAtMost50, restartAttemptPeriodInRange, restartPolicyIsEnabled } from './restart-policy.ts'
import { roleIsValid } from './role-is-valid.ts'
import { secretArnNeedsSuffix } from './secret-arn-needs-suffix.ts'
import {
  secretNameNotInEnvironment,
  secretNamesAreUnique,
  secretValueFromIsValid,
  secretVersionIsNamedOnce,
  secretsNeedExecutionRole,
} from './secrets.ts'
import { gracePeriodCoversStartPeriod, targetGroupPortExists } from './service-fits.ts'
import { systemControlsAgree } from './system-controls-agree.ts'
import { tagsAreNotEmpty, tagsAreValid } from './tags.ts'
import { startTimeoutInRange, stopTimeoutInRange } from './timeouts.ts'
import { ulimitSoftWithinHard } from './ulimit-soft-within-hard.ts'
import { userIsNotRoot, userIsValid } from './user.ts'
import {
  fargateNoDockerVolume,
  fargateNoFsx,
  fargateNoHostSourcePath,
  hostSourcePathIsNotBlank,
  oneVolumeConfiguredAtLaunch,
  volumeHasOneKind,
  volumeIsMounted,
  volumeNameIsValid,
} from './volumes.ts'

import type { Rule, RuleContext } from './rule.ts'

export type { Rule, RuleContext } from './rule.ts'

/** Every rule there is. */
export const rules: readonly Rule[] = [
  commandHasNoShellVariables,
  commandIsSplitIntoWords,
  ssmParameterOfThisAccount,
  secretOfThisAccount,
  regionsAgree,
  partitionFitsRegion,
  awslogsOptionsAreComplete,
  awslogsNeedsStreamPrefix,
  awslogsNeedsExecutionRole,
  awslogsOptionsAreKnown,
  awslogsCreateGroupIsTrueOrAbsent,
  awslogsCreateGroupNeedsPermission,
  awslogsDatetimeOrMultiline,
  awsvpcHostPort,
  containerCpuSumWithinTask,
  containersAreDefined,
  atMostTenContainers,
  containerMemoryIsGiven,
  containerMemoryWithinTask,
  containerMemorySumWithinTask,
  containerMemoryLeavesRoom,
  memoryReservationWithinMemory,
  containerMemoryAtLeast6,
  containerNameIsGiven,
  containerNameIsValid,
  containerNamesAreUnique,
  credentialSpecsAreValid,
  dependsOnHasNoCircle,
  dependsOnContainerExists,
  dependsOnCompleteNeedsNonEssential,
  dependsOnHealthyNeedsHealthCheck,
  dependsOnNeedsStartTimeout,
  startTimeoutIsUsed,
  ec2TaskCpuInRange,
  ecrImageNeedsExecutionRole,
  efsAccessPointWithoutRootDirectory,
  efsIamNeedsTransitEncryption,
  efsEncryptionPortNeedsEncryption,
  efsIamNeedsTaskRole,
  efsIsEncryptedInTransit,
  s3filesAccessPointWithoutRootDirectory,
  environmentFilesAtMostTen,
  environmentFileIsAnS3Object,
  environmentFilesNeedExecutionRole,
  repositoryCredentialsNeedExecutionRole,
  environmentHoldsNoSecrets,
  environmentNamesAreGiven,
  environmentNamesAreUnique,
  environmentNameIsAName,
  environmentLeavesEcsNames,
  environmentHoldsNoCredentials,
  ephemeralStorageInRange,
  ephemeralStorageNeedsFargate,
  executionRoleIsNotTaskRole,
  familyIsGiven,
  familyIsValid,
  fargateCapabilities,
  fargateCpuMemoryPair,
  fargateNetworkMode,
  ...fargateRefuses,
  fargateTaskCpuIsGiven,
  fargateTaskMemoryIsGiven,
  fargateTmpfs,
  faultInjectionNeedsItsNetwork,
  awsfirelensNeedsRouter,
  firelensHasNoDependencies,
  firelensNeedsUser,
  oneFirelensContainer,
  fargateFirelensConfigIsFile,
  readOnlyRoot,
  notPrivileged,
  hostIsNotShared,
  windowsHasNoLinuxSettings,
  healthCheckCurlFailsOnErrors,
  healthCheckCanFail,
  healthCheckForm,
  ...healthCheckRanges,
  healthCheckStartPeriodCoversInterval,
  healthCheckTimeoutBelowInterval,
  healthCheckWithinPatience,
  imageIsGiven,
  imageIsValid,
  imageTagIsFixed,
  logDriverIsKnown,
  logsGoSomewhere,
  logModeIsKnown,
  logModeIsStated,
  maxBufferSizeNeedsNonBlocking,
  splunkOptionsAreComplete,
  mountPointVolumeExists,
  mountPointIsComplete,
  volumesFromContainerExists,
  noInferenceAccelerators,
  oneEssentialContainer,
  fargatePidMode,
  fargateNoIpcMode,
  fargateNoPlacementConstraints,
  placementConstraintIsValid,
  containerPortIsGiven,
  portRangeIsValid,
  portRangeIsAlone,
  portIsUsedOnce,
  portMappingNamesAreUnique,
  portMappingNameIsValid,
  portProtocolIsKnown,
  hostNetworkHostPort,
  proxyNeedsAwsvpc,
  proxyContainerExists,
  proxyPropertiesAreComplete,
  requestFits64Kib,
  requiresFargate,
  fargateWindowsFamily,
  restartAttemptPeriodInRange,
  ignoredExitCodesAtMost50,
  restartPolicyIsEnabled,
  roleIsValid,
  secretArnNeedsSuffix,
  secretVersionIsNamedOnce,
  secretsNeedExecutionRole,
  secretNamesAreUnique,
  secretNameNotInEnvironment,
  secretValueFromIsValid,
  gracePeriodCoversStartPeriod,
  targetGroupPortExists,
  systemControlsAgree,
  tagsAreNotEmpty,
  tagsAreValid,
  startTimeoutInRange,
  stopTimeoutInRange,
  ulimitSoftWithinHard,
  userIsValid,
  userIsNotRoot,
  fargateNoDockerVolume,
  fargateNoHostSourcePath,
  hostSourcePathIsNotBlank,
  volumeHasOneKind,
  volumeNameIsValid,
  volumeIsMounted,
  oneVolumeConfiguredAtLaunch,
  fargateNoFsx,
]

/** Everything that the rules have to say about a definition, each finding at its place, in the order of the file. */
export function applyRules(definition: TaskDefinition, context: RuleContext = {}): readonly Finding[] {
  return applyEach(rules, definition, context)
}

/** Everything that can be looked up: the rules, and what reading alone can complain of. */
export const documented: readonly Documented[] = [...complaints, ...rules]
