import type { TaskIdentity } from './configuration.ts'

/** The task's network interface as the metadata shows it; version 3 knows the first two fields only. */
export interface NetworkMetadata {
  readonly NetworkMode: 'awsvpc'
  readonly IPv4Addresses: readonly string[]
  readonly AttachmentIndex?: number
  readonly MACAddress?: string
  readonly IPv4SubnetCIDRBlock?: string
  readonly DomainNameServers?: readonly string[]
  readonly DomainNameSearchList?: readonly string[]
  readonly PrivateDNSName?: string
  readonly SubnetGatewayIpv4Address?: string
}

export function networkMetadata(identity: TaskIdentity): NetworkMetadata {
  const { region, ipv4Address, macAddress, subnetCidr, privateDnsName } = identity
  return {
    ...plainNetworkMetadata(identity),
    AttachmentIndex: 0,
    MACAddress: macAddress,
    IPv4SubnetCIDRBlock: subnetCidr,
    DomainNameServers: [hostOfSubnet(subnetCidr, 2) ?? ipv4Address],
    DomainNameSearchList: [region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`],
    PrivateDNSName: privateDnsName,
    SubnetGatewayIpv4Address: `${hostOfSubnet(subnetCidr, 1) ?? ipv4Address}/${subnetCidr.split('/')[1] ?? '32'}`,
  }
}

export function plainNetworkMetadata({ ipv4Address }: TaskIdentity): NetworkMetadata {
  return { NetworkMode: 'awsvpc', IPv4Addresses: [ipv4Address] }
}

/** AWS reserves the first addresses of a subnet: 1 is its router, 2 the resolver (of the VPC's first subnet). */
function hostOfSubnet(cidr: string, index: number): string | undefined {
  const bytes = cidr.split('/')[0]?.split('.').map(Number) ?? []
  if (bytes.length !== 4 || bytes.some((byte) => !(byte >= 0 && byte <= 255))) return undefined
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0) + index
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
