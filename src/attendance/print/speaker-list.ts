import { type Column, csvOf } from '#base/web/csv.ts'
import { aToZ, type Pack, type PersonOnPaper, workshopsOf } from './pack.ts'

export const speakerCsv = ({ event, people }: Pack): string => {
  const workshops = workshopsOf(event)
  const columns: Column<PersonOnPaper>[] = [
    { name: 'Name', value: ({ name, unnamed }) => name ?? (unnamed ? 'Not named' : 'Name not given') },
    { name: 'Role', value: ({ role }) => role },
    { name: 'School', value: ({ school }) => school.name },
    { name: 'Town', value: ({ school }) => school.town },
    {
      name: 'Workshops',
      value: ({ sessionIds }) =>
        workshops
          .filter(({ id }) => sessionIds.includes(id))
          .map(({ title }) => title)
          .join('; '),
    },
  ]
  return csvOf(columns, aToZ(people))
}
