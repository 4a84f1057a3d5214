// An identity that outlives URNs, or an organisation outside the register, which may book and
// attend but is never in a denominator. Town and URN tell schools of one name apart.

import type { PlaceWord } from '#base/place-word.ts'
import { cutTo } from '#base/words.ts'

export type SchoolName = { name: string; town: string; urn: string | null }

/** `postcode`: for search. */
export type SchoolOption = SchoolName & { id: string; postcode?: string }

/** The numbers (URN) in what somebody typed, each once. */
export const urnsIn = (typed: string): string[] => [...new Set(typed.split(/[\s,;]+/).filter(Boolean))]

/** `Ashfield Park Primary School, Ross-on-Wye (URN 116711)`, without missing parts. */
export const schoolLabel = ({ name, town, urn }: SchoolName): string => `${town ? `${name}, ${town}` : name}${urn ? ` (URN ${urn})` : ''}`

export const sectors = {
  maintained: 'Maintained',
  academy: 'Academy or free school',
  independent: 'Independent',
  further_education: 'Further education',
  not_known: 'Not known',
} as const
export type Sector = keyof typeof sectors

export const kinds = {
  primary: 'Primary',
  secondary: 'Secondary',
  all_through: 'All-through',
  special: 'Special',
  alternative_provision: 'Alternative provision',
  nursery: 'Nursery',
  post_16: 'Post-16',
  not_known: 'Not known',
} as const
export type Kind = keyof typeof kinds

export const outsideKinds = {
  school_elsewhere: 'School elsewhere',
  childminder: 'Childminder',
  nursery: 'Nursery or pre-school',
  partner_agency: 'Partner agency or other setting',
} as const
type OutsideKind = keyof typeof outsideKinds

/** Current facts, from the register or an organiser. */
export type SchoolCard = SchoolOption & {
  origin: 'register' | 'outside'
  outsideKind: OutsideKind | null
  postcode: string
  laCode: string | null
  sector: Sector
  kind: Kind
  phase: string
  trustName: string | null
  wardName: string
  statusCode: string
}

/** A childminder, a nursery or a partner agency, not a school. */
export const isSetting = ({ outsideKind }: Pick<SchoolCard, 'outsideKind'>): boolean =>
  outsideKind !== null && outsideKind !== 'school_elsewhere'

/** For single words; `base/place-word.ts` rewords whole pages. */
export const placeWord = (school: Pick<SchoolCard, 'outsideKind'>): PlaceWord => (isSetting(school) ? 'setting' : 'school')

/** By the register's codes; none for outside organisations. */
export const statusOf = ({ origin, statusCode }: Pick<SchoolCard, 'origin' | 'statusCode'>): string =>
  origin === 'outside'
    ? 'Outside organisation'
    : ({ '1': 'Open', '2': 'Closed', '3': 'Open, but proposed to close', '4': 'Proposed to open' }[statusCode] ?? 'Status not known')

export type SchoolFilter = {
  q: string
  sector: Sector | undefined
  kind: Kind | undefined
  trust: string | undefined
  ward: string | undefined
  state: 'open' | 'closed' | undefined
  outside: boolean
  noRecord: boolean
}

/**
 * Lower case, no accents, apostrophes or full stops, each with its spellings («St» and «Saint»). At
 * most eight of 40 letters: D1 refuses longer patterns.
 */
export const searchWords = (typed: string, most = 8): string[][] =>
  cutTo(typed, 400)
    .normalize('NFD')
    .replace(/\p{M}|['’‘.]/gu, '')
    .toLowerCase()
    .split(/[\s,()-]+/)
    .filter(Boolean)
    .slice(0, most)
    .map((word) => Array.from(word).slice(0, 40).join(''))
    .map((word) => (word === 'st' ? [' st', ' saint'] : [word]))

/** To find a listed organisation. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’‘.]/g, '')
    .replace(/\bst\b/g, 'saint')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(the|ltd|limited|school|academy|primary|and|of)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** `uid`: the register's number. */
export type TrustOption = { uid: string; name: string }

/** `trust`: of a school elsewhere, whose contacts may then book for it. */
export type OutsideFacts = { outsideKind: OutsideKind; name: string; town: string; postcode: string; trust?: TrustOption | undefined }
