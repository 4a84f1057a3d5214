// Personal data in complaints about how data is used. When they came and their outcome stay.
import type { Personal } from './personal.ts'

export const personalInComplaints: readonly Personal[] = [
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
