// A file's rows and our identities in brief, and the area.
import type { Day } from '#base/dates.ts'
import type { Facts } from './facts.ts'

/** Three-digit authority codes, or all. */
export type Area = 'all' | readonly string[]

export const covers = (area: Area, laCode: string): boolean => area === 'all' || area.includes(laCode)

/** Of a URN, for matching. */
export type Seen = Pick<Facts, 'urn' | 'name' | 'laCode' | 'laName' | 'establishmentNumber' | 'statusCode' | 'town' | 'postcode'> & {
  opensOn: Day | null
}

export type Held = Seen & { schoolId: string; rootId: string }

/** Without case, punctuation, accents and spaces. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]/g, '')
