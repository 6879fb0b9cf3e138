/** A constraint of RegisterTaskDefinition that has no rule, and the reason. */
export interface NotJudged {
  readonly constraint: string
  readonly why: string
}

/** What AWS says about task definitions and no rule looks at. Printed behind the list of rules. */
export const notJudged: readonly NotJudged[] = [
  {
    constraint: 'pidMode task, ephemeralStorage, dependsOn and restartPolicy need platform version 1.3.0 or 1.4.0',
    why: 'the platform version is said when a task or service is started; LATEST has them all',
  },
  { constraint: '8 vCPUs and more need Linux platform version 1.4.0', why: 'as above' },
  {
    constraint: 'a service behind a Classic Load Balancer cannot use container health checks',
    why: 'the load balancer is not in the definition',
  },
  { constraint: 'roles exist, can be assumed by ecs-tasks.amazonaws.com, and may do what is needed', why: 'only AWS knows' },
  {
    constraint: 'images, secrets, parameters, log groups, buckets and file systems exist',
    why: 'only AWS knows; `secrets` asks where it may',
  },
  {
    constraint: 'sharingStrategy of a GPU stands in place of its value, and is the same for all containers',
    why: 'there are no GPUs on Fargate, which refuses them anyway',
  },
  { constraint: 'the namespaces of systemControls that a network mode allows', why: 'AWS lists examples, not the set' },
  { constraint: 'swappiness needs maxSwap, links name containers, FSx needs a domain that can be joined', why: 'EC2 only' },
  {
    constraint: 'extra conditions of App Mesh, such as which ports the proxy may use',
    why: 'App Mesh has ended; what the API was seen to refuse has a rule',
  },
  {
    constraint: 'the length of a single environment variable',
    why: 'no bound is documented below the 64 KiB of the whole request, which has a rule',
  },
  {
    constraint: 'the text that AWS answers to a cyclic dependsOn',
    why: 'it is refused, but nobody has published the words: the finding quotes the reason at run time',
  },
  { constraint: 'CloudFormation and Terraform files', why: 'they are rendered first; what they render is read' },
]
