// Whom to ring because no mail reaches them, as a file.
import type { Column } from '#base/web/csv.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { type InvitedSchool, isToRing, sayOutcome, sayTrustOutcome } from './invitation.ts'
import { ringWhy, trustRingWhy, trustsToRing } from './people.ts'
import type { Prepared } from './start-mailing.ts'

export type ToRing = SchoolName & { person: string; telephone: string; why: string }
export const ringColumns: Column<ToRing>[] = [
  { name: 'School', width: 40, value: ({ name }) => name },
  { name: 'Town', width: 20, value: ({ town }) => town },
  { name: 'URN', width: 10, value: ({ urn }) => urn ?? '' },
  { name: 'Name', width: 25, value: ({ person }) => person },
  { name: 'Telephone', width: 16, value: ({ telephone }) => telephone },
  { name: 'Why', width: 30, value: ({ why }) => why },
]

export const toRingOfDraft = ({ chosen, trusts }: Prepared): ToRing[] => [
  ...chosen.ring.map(({ school, name, telephone, why }) => ({ ...school, person: name, telephone, why: ringWhy[why] })),
  ...trustsToRing(trusts).map(({ school, why }) => ({ ...school, person: '', telephone: '', why: trustRingWhy(why) })),
]

export const toRingOfSent = ({ schools, trusts }: Record<'schools' | 'trusts', InvitedSchool[]>): ToRing[] => [
  ...schools.filter(isToRing).map((school) => ({ ...school, person: '', why: sayOutcome(school) })),
  ...trusts.filter((trust) => isToRing({ ...trust, booked: 0 })).map((trust) => ({ ...trust, person: '', why: sayTrustOutcome(trust) })),
]
