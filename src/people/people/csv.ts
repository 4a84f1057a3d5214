import { type Instant, londonDay } from '#base/dates.ts'
import { sayRecorded } from '#base/standing.ts'
import type { Column } from '#base/web/csv.ts'
import { outcome } from '#schools/schools/record.ts'
import type { OwnLine } from './person.ts'

const dayOf = (at: string): string => (at.length === 10 ? at : londonDay(at))

const knownBy = ({ source, knownFrom }: OwnLine): string =>
  source === 'earlier' ? `From before this service: ${knownFrom}` : source === 'walk_in' ? 'Came without a booking' : 'A booking'

export const ownColumns = (now: Instant): Column<OwnLine>[] => [
  { name: 'Event', value: ({ title }) => title },
  { name: 'Begins', value: ({ startsAt }) => dayOf(startsAt) },
  { name: 'Ends', value: ({ endsAt }) => dayOf(endsAt) },
  { name: 'School', value: ({ schoolName }) => schoolName },
  { name: 'Role', value: ({ role }) => role },
  { name: 'Also representing', value: ({ represents }) => represents.join(', ') },
  { name: 'Recorded', value: (line) => sayRecorded({ ...line, eventCancelled: line.cancelled, outcome: outcome(line) }, now).text },
  { name: 'Known by', value: knownBy },
]
