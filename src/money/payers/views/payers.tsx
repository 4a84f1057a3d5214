import { counted } from '#base/words.ts'
import type { ListedPayer } from '../payer-record.ts'
import { statusWords } from '../words.ts'

const isStatus = (sector: string | null): sector is keyof typeof statusWords => sector !== null && Object.hasOwn(statusWords, sector)

export const whatSaid = (listed: ListedPayer): string =>
  listed.kind === 'trust'
    ? `Trust with ${counted(listed.schools, 'open school')} in the area`
    : statusWords[isStatus(listed.sector) ? listed.sector : 'other']

/** How many schools of a trust are named. */
const mostNamed = 12

export const namesOfSchools = (names: readonly string[]): string =>
  names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more` : names.join(', ')
