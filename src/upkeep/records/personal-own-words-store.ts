// What people told of themselves. Of a complaint its day and outcome stay.
import type { Personal } from './personal.ts'

export const personalInOwnWords: readonly Personal[] = [
  {
    table: 'Place',
    columns: 'reason',
    words: 'Why they came to an event meant for others',
    class: 'people',
    whose: `t.reason <> '' AND t.personId IN {person}`,
    instead: `reason = ''`,
    still: `t.reason <> ''`,
  },
  {
    table: 'Need',
    key: 't.placeId',
    columns: 'dietary access answer',
    words: 'Needs at events',
    class: 'needs',
    whose: 't.personId IN {person}',
  },
  {
    table: 'DataComplaint',
    columns: 'name email about answer',
    words: 'Complaints about how their data is used',
    class: 'complaints',
    whose: 't.email IN {email}',
    instead: `name = '', email = 'erased-' || id || '@erased.invalid', about = '', answer = IIF(answer IS NULL, NULL, '')`,
    still: `t.name <> '' OR t.about <> '' OR t.answer <> '' OR t.email NOT LIKE '%@erased.invalid'`,
  },
]
