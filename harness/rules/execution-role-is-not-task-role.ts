import type { Rule } from './rule.ts'

/** One role for both: the application may do whatever starting it needs. */
export const executionRoleIsNotTaskRole: Rule = {
  id: 'execution-role-is-not-task-role',
  severity: 'info',
  about:
    'The execution role is for ECS: it pulls the image, reads secrets, writes logs. The task role is for the application. With one role for both, the application can read every secret that ECS may read for it.',
  *check({ taskRoleArn, executionRoleArn }) {
    if (taskRoleArn === undefined || taskRoleArn !== executionRoleArn) return
    yield {
      message: 'the task role and the execution role are one role',
      remedy: 'give the application a role of its own, with only what it calls',
      path: ['taskRoleArn'],
    }
  },
}
