// Everybody on record at a school, one row a person, for its single central record: what each was
// last trained in by the training record, and what else they attended for the school.

import type { Training } from '#attendance/requirements/training.ts'
import type { Day } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { isConfirmed, type TrainingRecord } from './record.ts'

/** What is known of people at a school, beside its training record. */
export type People = {
  /** By name, with the roles confirmed on the day. */
  known: readonly { id: string; name: string; roles: readonly string[] }[]
  /** What they attended for the school. */
  trainings: readonly Training[]
  topics: ReadonlyMap<string, string>
  certificates: readonly { personId: string; number: string }[]
}

/** `days`: by the key of a column. */
type PersonLine = { name: string; roles: string; certificates: string; days: ReadonlyMap<string, Day> }

export type Everybody = { columns: readonly Column<PersonLine>[]; rows: readonly PersonLine[] }

const dueKey = ' due'

type Found = { personId: string; key: string; name: string; day: Day }

/** Of each requirement the last training, and the day on which it is due again. */
const askedOf = ({ people }: TrainingRecord): Found[] =>
  people.flatMap(({ personId = '', requirementId, requirement, last, due }) => [
    ...(last ? [{ personId, key: `${requirementId} last`, name: `${requirement}, last on`, day: last.on }] : []),
    ...(due ? [{ personId, key: `${requirementId}${dueKey}`, name: `${requirement}, due`, day: due }] : []),
  ])

const attendedOf = ({ trainings, topics }: People, day: Day): Found[] =>
  trainings.flatMap(({ personId, on, topicIds }) =>
    on > day ? [] : topicIds.map((topic) => ({ personId, key: topic, name: `On record: ${topics.get(topic) ?? topic}`, day: on })),
  )

const rolesOf = ({ people }: TrainingRecord, personId: string): string[] =>
  people.flatMap((row) => {
    // Of whom it is not known whether they hold it, a role is disputed.
    if (row.personId !== personId || (row.about === 'holder' && row.state === 'not_known')) return []
    return [isConfirmed(row) ? row.role : `${row.role} (not confirmed)`]
  })

/** Columns are those of which somebody has a day. */
export const everybodyOf = (record: TrainingRecord, people: People): Everybody => {
  const found = [...askedOf(record), ...attendedOf(people, record.day).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))]
  const daysOf = Map.groupBy(found, ({ personId }) => personId)
  const numbersOf = Map.groupBy(people.certificates, ({ personId }) => personId)
  const names = new Map(found.map(({ key, name }) => [key, name]))
  const lines = people.known.map(({ id, name, roles }) => ({
    name,
    roles: [...new Set([...roles, ...rolesOf(record, id)])].join('; '),
    certificates: (numbersOf.get(id) ?? []).map(({ number }) => number).join('; '),
    // Of several the latest training, and what is due first.
    days: new Map(
      (daysOf.get(id) ?? [])
        .toSorted((a, b) => (a.key.endsWith(dueKey) ? b.day.localeCompare(a.day) : a.day.localeCompare(b.day)))
        .map(({ key, day }) => [key, day]),
    ),
  }))
  return {
    columns: [
      { name: 'Person', value: ({ name }) => name },
      { name: 'Role', value: ({ roles }) => roles },
      ...Array.from(names, ([key, name]) => ({ name, isDay: true, value: ({ days }: PersonLine) => days.get(key) })),
      { name: 'Certificates', value: ({ certificates }) => certificates },
      { name: 'As at', isDay: true, value: () => record.day },
    ],
    rows: lines.filter(({ roles, days, certificates }) => roles || certificates || days.size > 0),
  }
}
