// What the recording of forms is told, because no page says it.

/** What is typed in fields of an address, by its shape and their names; nothing: they are not sent. */
export const typedByHand: readonly (readonly [action: RegExp, typed: readonly (readonly [name: RegExp, value: string | undefined])[]])[] = [
  [
    /^\/events\/:\/book|\/places\/:\/name$/,
    [
      [/^(pick|pasted|meant)|-[2-9](-|$)/, undefined],
      [/^rows$/, '1'],
    ],
  ],
  [
    /^\/organiser\/returns\/:\/(schools\/:\/)?dates$/,
    [
      [/^deadlineOn$/, '2026-12-14'],
      [/^finalOn$/, '2027-01-15'],
    ],
  ],
  [/^\/school\/claims\/unlisted$/, [[/^postcode$/, 'HR1 2AB']]],
  [/^\/guidance\/advice$|\/answer\/page$/, [[/^address$/, 'https://www.example.gov.uk/policy']]],
]

type Upload = { name: string; type: string; text: string }
const csv = (text: string): Upload => ({ name: 'a.csv', type: 'text/csv', text })

/** The file that a form takes. */
export const filesByHand: readonly (readonly [action: RegExp, file: Upload])[] = [
  [/^\/reached\//, csv('URN\n900001\n')],
  [/early-years$/, csv('reference,name,kind\nEY123456,Little Acorns,childminder\n')],
  [/roles-import$/, csv('URN,role,name\n900001,DSL,Bo Price\n')],
  [/./, csv('a,b\n1,2\n')],
]

/** Forms that are not sent, and why. */
export const leftOut: readonly (readonly [form: RegExp, why: string])[] = [
  [/^\/dev\//, 'it is of the local copy alone'],
  [/passkey/, 'a passkey of a browser answers it'],
]
