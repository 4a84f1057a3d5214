// The rules of booking of an event, besides its capacity and each school's limit. Each is declared
// once, by the name of its column: how it is read, shown, written, logged and copied follows.
import { type Instant, sayDeadline } from '#base/dates.ts'
import { choice, limit, type Setting, tick, type ValuesOf, whole } from '#base/setting.ts'
import { counted } from '#base/words.ts'

type Said<T> = {
  /** On the event's page; without one it is said after the rule before. */
  row?: string
  says(value: T, event: { namesDueAt: Instant | null }): string
  /** What an event must have for it to be asked. */
  only?: 'workshops' | 'mixed'
}

export type Rule<T> = Setting<T> & Said<T>

/**
 * A time by which something is done. `by`: in a sentence, such as `names are due`.
 * `isUntil`: what `by` says is so until then, not at that time.
 */
export type Deadline = Said<Instant | null> & {
  label: string
  hint: string
  usual: Instant | null
  by: string
  ahead?: true
  isUntil?: true
}

/** @param said.says by default the text of what is chosen */
const rule = <T>(setting: Setting<T>, said: Omit<Said<T>, 'says'> & Partial<Said<T>>): Rule<T> => ({
  ...setting,
  says: (value) => setting.options?.find((option) => option.value === setting.show(value))?.text ?? '',
  ...said,
})

const deadline = (label: string, by: string, more: Omit<Deadline, 'label' | 'by' | 'usual'>): Deadline => ({
  label,
  by,
  usual: null,
  ...more,
})

const untilOr = (at: Instant | null): string => `Until ${at ? sayDeadline(at) : 'the event begins'}`

/** How long an offer stands: `48 hours on school days (2 school days)`. */
export const sayOfferHours = (hours: number): string =>
  `${counted(hours, 'hour')} on school days${hours % 24 === 0 ? ` (${counted(hours / 24, 'school day')})` : ''}`

const otherwise = { only: 'They cannot book', reason: 'They can book with a reason' }

export const bookingRules = {
  placesPerTrust: rule(
    limit('Places for the schools of one trust together', {
      hint: 'Leave it blank for no limit. A school without a trust is not concerned',
      wrong: 'Enter the places for the schools of one trust, from 1 to 999,999, or leave it blank',
    }),
    { row: 'Places for one trust', says: (places) => (places === null ? 'No limit' : String(places)) },
  ),
  approval: rule(
    tick('Approval', 'An organiser decides on each booking of a school', {
      hint: 'A request takes no place until it is approved. What you book for a school needs no approval',
    }),
    { row: 'Approval', says: (needed) => (needed ? 'An organiser decides on each booking' : 'Not needed') },
  ),
  kindRule: rule(
    choice('Can other kinds of school book?', otherwise, 'only', {
      hint: 'It is for every kind unless you chose some under “Who it is for”.',
    }),
    { row: 'Other kinds of school' },
  ),
  roleRule: rule(
    choice('Can people in other roles book?', otherwise, 'only', {
      hint: 'It is for every role unless you chose some under “Who it is for”.',
    }),
    { row: 'Other roles' },
  ),
  courseRule: rule(
    choice('Can people book without the earlier course?', otherwise, 'only', {
      hint: 'You choose the earlier course under “Who it is for”.',
    }),
    { row: 'Without the earlier course' },
  ),
  waitingOrder: rule(
    choice(
      'In which order are freed places offered to the waiting list?',
      {
        first_come: { text: 'First come, first served', hint: 'Whoever asked first' },
        no_record_first: {
          text: 'No record first',
          hint: 'Schools of which nobody has been recorded at this topic, then whoever asked first',
        },
      },
      'first_come',
      {
        missing: 'Choose in which order freed places are offered',
      },
    ),
    { row: 'Order of the list' },
  ),
  offerHours: rule(
    whole('For how many hours does an offer stand?', {
      from: 1,
      to: 336,
      usual: 48,
      needed: true,
      wrong: 'Enter how many hours there are to accept an offer, from 1 to 336 (14 days)',
      hint: 'From 1 to 336 (14 days). 24 hours are one school day: evenings, weekends, bank holidays and school holidays do not count. An offer never goes beyond the start, and its places count as taken until it ends. Offers that are open keep their time.',
    }),
    { row: 'Time to accept an offer', says: sayOfferHours },
  ),
  namesDueAt: deadline('Names are due by (optional)', 'names are due', {
    hint: 'Schools may take places without a name. They are reminded a week and a day before this, and once after. Choose a school day between 8am and 4pm. Blank: until the event begins',
    row: 'Names by',
    says: (at) => (at === null ? 'Until the event begins' : sayDeadline(at)),
    ahead: true,
  }),
  namesRelease: rule(tick('Places without a name then', 'They are released, at no cost, and go to the waiting list'), {
    says: (released, { namesDueAt }) => (released && namesDueAt !== null ? ', then places without a name are released' : ''),
  }),
  choicesCloseAt: deadline('Workshops can be changed until (optional)', 'workshops can be changed', {
    hint: 'Afterwards only organisers move people. Choose a school day between 8am and 4pm. Blank: until the event begins',
    row: 'Workshops can be changed',
    says: untilOr,
    isUntil: true,
    only: 'workshops',
  }),
  attendanceClosesAt: deadline(
    'People change between the room and online until (optional)',
    'people can change between the room and online',
    {
      hint: 'Afterwards only organisers change it. Choose a school day between 8am and 4pm. Blank: until the event begins',
      row: 'Room or online can be changed',
      says: untilOr,
      isUntil: true,
      only: 'mixed',
    },
  ),
}

export type BookingRules = ValuesOf<typeof bookingRules>
export type WaitingOrder = BookingRules['waitingOrder']

type AnyRule = Rule<unknown> | Deadline

/** In the order of their form. */
export const namedRules = Object.entries(bookingRules) as unknown as readonly (readonly [name: keyof BookingRules, rule: AnyRule])[]

export const isDeadline = (one: AnyRule): one is Deadline => 'by' in one

/** @param row its columns @returns the rules, and what else is in the row */
export const splitRules = <Row extends object>(row: Row): { rules: BookingRules; facts: Omit<Row, keyof BookingRules> } => {
  const of = (isRule: boolean) => Object.entries(row).filter(([name]) => name in bookingRules === isRule)
  const rules = of(true).map(([name, value]) => [
    name,
    typeof bookingRules[name as keyof BookingRules].usual === 'boolean' ? value === 1 : value,
  ])
  return { rules: Object.fromEntries(rules) as BookingRules, facts: Object.fromEntries(of(false)) as Omit<Row, keyof BookingRules> }
}

/** The rules of a copy on another date. @param moved of a deadline */
export const rulesOfCopy = (rules: BookingRules, moved: (at: Instant | null) => Instant | null): BookingRules =>
  Object.fromEntries(
    namedRules.map(([name, one]) => [name, isDeadline(one) ? moved(rules[name] as Instant | null) : rules[name]]),
  ) as BookingRules
