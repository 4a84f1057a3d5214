// A register as a file: one row per mark, corrected ones too, and one per person not marked yet.

import { londonDay, londonTime } from '#base/dates.ts'
import { markWords } from '#base/standing.ts'
import { type Cell, columnsOf } from '#base/web/csv.ts'
import { inOrder, type Mark } from './mark.ts'
import {
  bySchool,
  isAfterSigning,
  type PersonOnRegister,
  personName,
  type Register,
  registerTitle,
  type SessionOfRegister,
} from './register.ts'

export const registerColumns = columnsOf([
  'Session',
  'Date',
  'School',
  'Town',
  'URN',
  'What they said',
  'Also for',
  'Name',
  'Role',
  'Email',
  'Place',
  'Marked',
  'Stands',
  'Holds at',
  'Noted at',
  'Received at',
  'By',
  'Source',
  'Late',
  'Correction',
  'Reason',
  'After signing off',
])

const when = (at: string): string => `${londonDay(at)} ${londonTime(at)}`
const yes = (condition: boolean): string => (condition ? 'yes' : 'no')

const about = (session: SessionOfRegister, person: PersonOnRegister): (string | null)[] => [
  registerTitle(session),
  londonDay(session.startsAt),
  person.school?.name ?? '',
  person.school?.town ?? '',
  person.school?.urn ?? '',
  person.organisation,
  person.represents.map((school) => [school.name, school.urn].filter(Boolean).join(' ')).join('; '),
  personName(person),
  person.role,
  person.email,
  person.kind === 'walk_in' ? 'came without a place' : person.isCancelled ? 'cancelled' : 'booked',
]

const said = (session: SessionOfRegister, mark: Mark, stands: boolean): (string | null)[] => [
  markWords[mark.markType],
  yes(stands),
  when(mark.happenedAt),
  when(mark.notedAt),
  when(mark.receivedAt),
  mark.by,
  mark.source,
  yes(mark.late),
  yes(mark.correctsId !== null),
  mark.reason,
  yes(isAfterSigning(mark, session)),
]

export const registerRows = ({ session, people }: Register): Cell[][] => {
  const ordered = [...bySchool(people).flatMap((group) => group.people), ...people.filter((person) => person.isCancelled)]
  return ordered.flatMap((person) => {
    const marks = inOrder(person.marks)
    return marks.length > 0
      ? marks.map((mark) => [...about(session, person), ...said(session, mark, mark === marks.at(-1))])
      : [[...about(session, person), 'Not marked', ...Array.from({ length: 10 }, () => '')]]
  })
}

/** `register-2026-06-12-PZJW2X-1`, without extension */
export const fileName = ({ session }: Register): string => `register-${londonDay(session.startsAt)}-${session.code}-${session.position}`
