import { isWindows, onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const requiresFargate: Rule = {
  id: 'requires-fargate',
  severity: 'info',
  about:
    'ECS checks a definition against what requiresCompatibilities lists, and only that. Without FARGATE in it, a definition that Fargate cannot run is registered without a word, and fails when a task or service is started.',
  *check(definition) {
    const { requiresCompatibilities, cpu, memory, networkMode } = definition
    // Only what looks as if it were meant for Fargate: a bridge definition for EC2 needs no hint.
    if (requiresCompatibilities.length > 0 || networkMode !== 'awsvpc' || cpu === undefined || memory === undefined) return
    yield {
      message: 'requiresCompatibilities is missing, so that ECS does not check the definition for Fargate when it is registered',
      remedy: 'add "requiresCompatibilities": ["FARGATE"]',
      path: ['requiresCompatibilities'],
    }
  },
}

export const fargateWindowsFamily: Rule = {
  id: 'fargate-windows-family',
  severity: 'error',
  about: 'Fargate runs Windows Server 2019, 2022 and 2025, Full and Core. 2016, 2004 and 20H2 are for EC2.',
  *check(definition) {
    const family = definition.runtimePlatform?.operatingSystemFamily
    if (!onFargate(definition) || !isWindows(definition) || family === undefined || !/2016|2004|20H2/.test(family)) return
    yield {
      confidence: 'likely',
      message: `Fargate has no ${family}`,
      remedy: 'write WINDOWS_SERVER_2022_CORE or another of 2019, 2022, 2025',
      path: ['runtimePlatform', 'operatingSystemFamily'],
    }
  },
}
