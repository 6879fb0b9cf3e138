import { type Complaint, complaint, shown } from './reading.ts'

/** A number or boolean in quotes: CloudFormation and the CLI take it for what it means, some SDKs refuse it. */
export const numberIsNotAString = {
  id: 'number-is-not-a-string',
  severity: 'warning',
  about:
    "A port, a container's cpu or memory, a number of seconds, true and false are no strings to ECS. Some tools take the quotes away on the way, others refuse the value. It is read as what it means; --fix takes the quotes away.",
  find(raw: string): Complaint {
    return complaint(numberIsNotAString, `${shown(raw)} is a string, where ECS takes ${/\d/.test(raw) ? 'a number' : 'true or false'}`, {
      remedy: `write ${raw.trim().toLowerCase()}, without quotes`,
    })
  },
} as const
