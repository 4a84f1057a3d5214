// The page on which a school or its trust shows what it adopted. We look at it when somebody asks,
// and only on hosts that the register names as the school’s own site, or below them.
import { ok, type Result, refuse } from '#base/result.ts'

export type AddressRefusal =
  | 'no_address'
  | 'address_wrong'
  | 'address_too_long'
  | 'address_not_https'
  | 'address_with_password'
  | 'address_with_port'
  | 'address_private'
  | 'address_elsewhere'

/** What came of looking. Only `found` counts as published without an officer’s tick. */
export type Outcome = 'found' | 'not_there' | 'no_answer' | 'too_slow' | 'too_large' | 'led_elsewhere' | 'led_round'

export const outcomeWords: Record<Outcome, string> = {
  found: 'The page is there',
  not_there: 'There is no such page',
  no_answer: 'The site did not answer',
  too_slow: 'The site took too long to answer',
  too_large: 'What is there is larger than we read',
  led_elsewhere: 'It leads to an address that is not on the school’s site',
  led_round: 'It leads on and on, to no page',
}

/** For one look, redirects included. */
export const mostSeconds = 8
export const mostBytes = 5_000_000
export const mostRedirects = 5
export const longestAddress = 500

export type PageFound = {
  outcome: Outcome
  /** What the site answered last; undefined: nothing. */
  status: number | undefined
  /** Of what is there: lower-case hexadecimal SHA-256; ''. */
  hash: string
}

/** Names under which anybody may have a site. */
const shared =
  /^((co|org|ac|gov|sch|ltd|net|me|plc|nhs)\.)?uk$|^[^.]+$|^((sites|docs|drive)\.google|facebook|wordpress|weebly|wixsite|blogspot|sharepoint)\.com$/
const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|test|invalid|onion)$/
const isNumber = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host)

/** Whether a host is of a private network, or named by a number and so perhaps of one. */
const isPrivate = (host: string): boolean => isNumber(host) || privateName.test(host) || !host.includes('.')

const withoutEnd = (host: string): string => host.toLowerCase().replace(/\.$/, '')

/** The hosts of sites as the register writes them, such as `www.ashfield.sch.uk/home`. */
export const hostsOf = (websites: readonly string[]): string[] => {
  const hosts = websites.flatMap((typed) => {
    const text = typed.trim()
    const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
    if (text === '' || /\s/.test(text) || !URL.canParse(address)) return []
    return [withoutEnd(new URL(address).hostname).replace(/^www\./, '')]
  })
  return [...new Set(hosts)].filter((host) => !shared.test(host) && !isPrivate(host))
}

const isOn = (host: string, hosts: readonly string[]): boolean => hosts.some((own) => host === own || host.endsWith(`.${own}`))

/** Why we may not look there; undefined: we may. Asked again of whatever an address leads to. */
export const refusalOf = (url: URL, hosts: readonly string[]): AddressRefusal | undefined => {
  const host = withoutEnd(url.hostname)
  if (url.protocol !== 'https:') return 'address_not_https'
  if (url.username !== '' || url.password !== '') return 'address_with_password'
  if (url.port !== '') return 'address_with_port'
  if (isPrivate(host)) return 'address_private'
  return isOn(host, hosts) ? undefined : 'address_elsewhere'
}

/** An address as typed. @param hosts of the school’s and its trust’s sites */
export const readAddress = (typed: string, hosts: readonly string[]): Result<URL, AddressRefusal> => {
  const text = typed.trim()
  if (text === '') return refuse('no_address')
  if (text.length > longestAddress) return refuse('address_too_long')
  if (!/^https:\/\//i.test(text))
    return refuse(/^[a-z][a-z\d+.-]*:/i.test(text) || /^[^\s/]+\.[^\s/]+/.test(text) ? 'address_not_https' : 'address_wrong')
  if (/\s/.test(text) || !URL.canParse(text)) return refuse('address_wrong')
  const url = new URL(text)
  url.hash = ''
  // Letters that are no ASCII are written with three and more.
  if (url.href.length > longestAddress) return refuse('address_too_long')
  const why = refusalOf(url, hosts)
  return why ? refuse(why) : ok(url)
}
