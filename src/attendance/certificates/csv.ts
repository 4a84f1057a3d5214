// A school's certificates as a file.
import type { Day } from '#base/dates.ts'
import { londonDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { attendedNames, type Certificate, sayCertificateNumber, sayTopics, sayTowards, stateNames, stateOf } from './certificate.ts'

export const certificateColumns = (today: Day): Column<Certificate>[] => [
  { name: 'Name', value: ({ name }) => name },
  { name: 'School', value: ({ schoolName }) => schoolName },
  { name: 'Event', value: ({ title }) => title },
  { name: 'From', value: ({ fromDay }) => fromDay },
  { name: 'To', value: ({ toDay }) => toDay },
  { name: 'Attended', value: ({ attended }) => attendedNames[attended] },
  { name: 'Minutes known', value: ({ minutes }) => minutes },
  { name: 'Sessions in part, length not recorded', value: ({ partSessions }) => partSessions },
  { name: 'Topics', value: ({ topics }) => sayTopics(topics) },
  { name: 'Level', value: ({ level }) => level },
  { name: 'Provider', value: ({ provider }) => provider },
  { name: 'Counted towards', value: ({ towards }) => towards.map(sayTowards).join('; ') },
  { name: 'Renew by', value: ({ renewBy }) => renewBy },
  { name: 'Number', value: ({ number }) => sayCertificateNumber(number) },
  { name: 'State', value: (one) => stateNames[stateOf(one, today)] },
  { name: 'Since', value: ({ ended, issuedAt }) => londonDay(ended?.endedAt ?? issuedAt) },
]
