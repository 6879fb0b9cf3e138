import type { ValueFault } from './value-fault.ts'

export const valueIsNotEmpty: ValueFault = {
  id: 'value-is-not-empty',
  severity: 'warning',
  about:
    'An empty secret arrives as an empty variable. ECS starts the task; a program that asks `if (!process.env.X)` takes it for missing.',
  find: ({ text }) =>
    text === ''
      ? { message: 'is empty', remedy: 'Give the secret a value, or take the variable out of the task definition.', confidence: 'certain' }
      : undefined,
}
