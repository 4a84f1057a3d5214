const groupsOf = (address: string): number[] => {
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = (tail ?? '').split(':').filter(Boolean)
  const all = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest]
  return all.map((group) => Number.parseInt(group, 16))
}

/**
 * The part of an IP address that one household or office has: all of IPv4, 64 bits of IPv6.
 * @param bits of IPv6; providers also assign 56 or 48
 */
export const networkOf = (address: string, bits: 48 | 56 | 64 = 64): string => {
  if (!address.includes(':')) return address
  const groups = groupsOf(address).slice(0, 4)
  const kept = groups.map((group, n) => (n < 3 || bits === 64 ? group : bits === 56 ? group & 0xff00 : 0))
  return `${kept.map((group) => group.toString(16)).join(':')}::/${bits}`
}

/** The surrounding network one customer may control: 24 bits of IPv4, 48 of IPv6. */
export const widerNetworkOf = (address: string): string =>
  address.includes(':') ? networkOf(address, 48) : `${address.split('.').slice(0, 3).join('.')}.0/24`
