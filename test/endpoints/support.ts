import { decode, encode, RECURSION_DESIRED, type DecodedPacket as TypedPacket, type RecordType } from 'dns-packet'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import type { EndpointsConfiguration } from '../../harness/endpoints/configuration.ts'
import type { Emit, Happening } from '../../harness/timeline/event.ts'

/** The package's types leave out the response code, which it decodes. */
export type DecodedPacket = TypedPacket & { readonly rcode: string }

export const taskId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9'
export const webId = `${taskId}-1000000000`
export const sidecarId = `${taskId}-1000000001`
export const credentialsId = '11112222-3333-4444-5555-666677778888'
export const taskArn = `arn:aws:ecs:eu-west-1:111122223333:task/demo/${taskId}`

/** A task with a container that uses everything and one that uses nothing, on free loopback ports. */
export const configuration: EndpointsConfiguration = {
  listen: { address: '127.0.0.1', httpPort: 0, dnsPort: 0 },
  identity: {
    region: 'eu-west-1',
    account: '111122223333',
    availabilityZone: 'eu-west-1a',
    cluster: 'demo',
    taskId,
    family: 'api',
    revision: '7',
    privateDnsName: 'ip-10-0-1-23.eu-west-1.compute.internal',
    ipv4Address: '10.0.1.23',
    subnetCidr: '10.0.0.0/20',
    macAddress: '0a:11:22:33:44:55',
    launchType: 'FARGATE',
  },
  task: {
    cpuUnits: 256,
    memoryMiB: 512,
    taskRole: {
      roleArn: 'arn:aws:iam::111122223333:role/api',
      accessKeyId: 'ASIASYNTHETICSYNTHET',
      secretAccessKey: 'synthetic-secret-access-key',
      token: 'synthetic-token',
      expiration: '2099-01-02T10:04:05.678+01:00',
    },
    credentialsId,
    tags: { team: 'search' },
    enableFaultInjection: false,
    inService: true,
    serviceName: 'api-service',
  },
  containers: [
    {
      name: 'web',
      image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4',
      imageId: `sha256:${'4b'.repeat(32)}`,
      dockerId: webId,
      containerArn: `arn:aws:ecs:eu-west-1:111122223333:container/demo/${taskId}/99999999-0000-4000-8000-000000000001`,
      cpuUnits: 128,
      memoryMiB: 256,
      labels: { 'com.example.team': 'search' },
      logDriver: 'awslogs',
      logOptions: { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
      healthCheck: true,
      restartPolicy: true,
      volumes: [{ dockerName: 'cache', source: '/var/cache', destination: '/cache' }],
    },
    {
      name: 'sidecar',
      image: 'busybox',
      imageId: `sha256:${'5c'.repeat(32)}`,
      dockerId: sidecarId,
      containerArn: `arn:aws:ecs:eu-west-1:111122223333:container/demo/${taskId}/99999999-0000-4000-8000-000000000002`,
      labels: {},
      logOptions: {},
      healthCheck: false,
      restartPolicy: false,
      volumes: [],
    },
  ],
  names: {
    standIns: ['ep-demo-1.eu-west-1.aws.neon.tech', 'redis.internal', 'redis'],
    address: '10.0.1.9',
    allowed: [{ host: 'api.example.com', address: '10.0.1.50' }],
    search: ['eu-west-1.compute.internal'],
  },
}

/** An `emit` that keeps what it was told. */
export function collector(): { readonly happenings: Happening[]; readonly emit: Emit } {
  const happenings: Happening[] = []
  return { happenings, emit: (happening) => void happenings.push(happening) }
}

export function query(name: string, type: RecordType = 'A', id = 4711): Buffer {
  return encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ type, name, class: 'IN' }] })
}

/** Sends one datagram and gives the answer; rejects after two seconds without one. */
export function askUdp(port: number, packet: Buffer): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    const timer = setTimeout(() => {
      socket.close()
      reject(new Error('no answer from the name server within 2 s'))
    }, 2000)
    socket.once('message', (message) => {
      clearTimeout(timer)
      socket.close()
      resolve(decode(message) as DecodedPacket)
    })
    socket.send(packet, port, '127.0.0.1')
  })
}

/** Sends packets over one connection, cut into single bytes, and gives as many answers. */
export function askTcp(port: number, packets: readonly Buffer[]): Promise<readonly DecodedPacket[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = Buffer.alloc(0)
    const answers: DecodedPacket[] = []
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer from the name server within 2 s')))
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const length = received.readUInt16BE(0)
        answers.push(decode(received.subarray(2, 2 + length)) as DecodedPacket)
        received = received.subarray(2 + length)
      }
      if (answers.length < packets.length) return
      socket.destroy()
      resolve(answers)
    })
    socket.setNoDelay(true)
    for (const packet of packets) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(packet.length)
      for (const byte of Buffer.concat([length, packet])) socket.write(Buffer.of(byte))
    }
  })
}

/** Waits until something is there; rejects with the name of what was waited for. */
export async function eventually<Value>(what: string, look: () => Value | undefined, withinMs = 5000): Promise<Value> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = look()
    if (value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A body of JSON whose shape the assertions look into. */
export async function jsonOf(response: Response): Promise<any> {
  return response.json()
}
