import { expect, test } from 'vitest'
import type { Finding } from '../../harness/findings/finding.ts'
import { fixTaskDefinition } from '../../harness/rules/fix.ts'
import { applyRules } from '../../harness/rules/index.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'

const before = `{
    "taskDefinition": {
        "taskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/web:7",
        "family":   "web",
        "cpu": 256, "memory": "512 MB",
        "networkMode": "AWSVPC",
        "taskRoleArn": null,
        "executionRoleArn": "",
        "requiresCompatibilities": [ "fargate" ],
        "containerDefinitions": [
            {
                "name": "app", "image": "nginx:1.29", "cpu": "0",
                "portMappings": [ { "containerPort": 80, "hostPort": 8080, "protocol": "TCP" } ],
                "healthCheck": {
                    "command": [
                        "CMD",
                        "curl -f http://127.0.0.1/ || exit 1"
                    ]
                },
                "secrets": [ { "name": "A", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf:key" } ],
                "environment": [ { "name": "WORKERS", "value": 5 }, null ]
            }
        ],
        "revision": 7,
        "status": "ACTIVE"
    },
    "tags": [ { "key": "team", "value": "web" } ]
}
`

const after = `{
    "family":   "web",
    "cpu": "256", "memory": "512",
    "networkMode": "awsvpc",
    "requiresCompatibilities": [ "FARGATE" ],
    "containerDefinitions": [
        {
            "name": "app", "image": "nginx:1.29", "cpu": 0,
            "portMappings": [ { "containerPort": 80, "protocol": "tcp" } ],
            "healthCheck": {
                "command": [
                    "CMD-SHELL",
                    "curl -f http://127.0.0.1/ || exit 1"
                ]
            },
            "secrets": [ { "name": "A", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf:key::" } ],
            "environment": [ { "name": "WORKERS", "value": "5" } ]
        }
    ],
    "tags": [ { "key": "team", "value": "web" } ]
}
`

test('safe remedies are made in two rounds at most, and every other character stays', () => {
  // Whether a host port fits is known only once the network mode is spelled right.
  const first = fix(before).text
  expect(fix(first).text).toBe(after)
  expect(fix(after).fixed).toEqual([])
})

test('a finding that the settings ignore is left alone', () => {
  const { text } = fix(before, (finding) => (finding.id === 'health-check-form' ? { ...finding, ignored: { reason: 'known' } } : finding))
  expect(text).toContain('"CMD",')
})

test('what a machine cannot know is not touched', () => {
  const unknown =
    '{ "family": "a b", "networkMode": "bridgee", "cpu": "1.5 apples", "containerDefinitions": [ { "name": "x", "image": "x:1", "memory": 5, "healthCheck": { "command": ["CMD"] } } ] }'
  expect(fix(unknown)).toEqual({ text: unknown, fixed: [] })
})

test('YAML stays as it is', async () => {
  const source = await parseYamlSource('task.yaml', after.replace('"256"', '256'))
  const { definition, findings } = parseTaskDefinition(source)
  expect(definition === undefined ? undefined : fixTaskDefinition(definition, findings)).toEqual({ text: source.text, fixed: [] })
})

function fix(
  text: string,
  change: (finding: Finding) => Finding = (finding) => finding,
): { readonly text: string; readonly fixed: readonly Finding[] } {
  const { definition, findings } = parseTaskDefinition(parseJsonSource('task.json', text))
  if (definition === undefined) throw new Error('this is no task definition')
  return fixTaskDefinition(definition, [...findings, ...applyRules(definition)].map(change))
}
