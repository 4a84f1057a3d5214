import * as z from 'zod'
import { addDays, type Day } from '#base/dates.ts'
import { isEmail } from '#base/mailbox.ts'
import { choice, day, type Field, form, line, lines, select, under } from '#base/web/fields.tsx'
import { dayField, isUsableDay, lineField, shortLine, textField } from '#base/web/form.ts'
import { cutTo, sayNumber } from '#base/words.ts'
import { longestName, mostPlaces } from './agreement.ts'
import { type Area, areas, canBeDefault, type Route, type Status, statuses } from './payer.ts'
import type { DefaultSaid } from './payer-record.ts'
import { areaWords, routeHints, routeWords, statusWords } from './words.ts'

const lastDay = textField.refine((value) => value === '' || isUsableDay(value), 'Enter the last day as a date, or leave it empty')

/** People give the last day; we store the day after it. */
const dayAfter = (last: string): Day | null => (last === '' ? null : addDays(last, 1))

const span = (first: string, last: string) => ({
  fromDay: day('First day', dayField('Enter the first day as a date'), { hint: first }),
  lastDay: day('Last day (optional)', lastDay, { hint: last }),
})

const spanned = <T extends { fromDay: Day; lastDay: string }>(typed: z.ZodType<T>) =>
  typed
    .refine((said) => said.lastDay === '' || said.lastDay >= said.fromDay, {
      path: ['lastDay'],
      message: 'Enter a last day that is not before the first day',
    })
    .transform(({ lastDay: last, ...said }) => ({ ...said, toDay: dayAfter(last) }))

const held = span('Of the events for which it holds', 'Empty: until you say otherwise')

/** @param offered the routes of this deployment */
export const routeForm = (offered: readonly Route[]) =>
  form(
    {
      route: choice(
        'How it pays',
        offered.map((route) => ({ value: route, text: routeWords[route], hint: routeHints[route] })),
        textField.pipe(z.custom<Route>((value) => offered.some((route) => route === value), 'Choose how it pays')),
      ),
      ...held,
      reason: line('Why', shortLine(300, 'the reason', 'Say why'), {
        hint: 'Colleagues read it beside the route. No names of people',
      }),
    },
    (typed) => spanned(typed),
  )

export const centralForm = form(held, (typed) => spanned(typed))

/** @param said the days for which it holds. A last day that is empty: it never held */
export const stopForm = (said: { fromDay: Day; toDay: Day | null }) =>
  form(
    {
      lastDay: day('Until which day does it still hold? (optional)', lastDay, { hint: 'Empty: for no day at all, from now on' }),
    },
    (typed) =>
      typed
        .transform((read) => ({ toDay: dayAfter(read.lastDay) }))
        .refine(({ toDay }) => toDay === null || (toDay > said.fromDay && (said.toDay === null || toDay < said.toDay)), {
          path: ['lastDay'],
          message: 'Enter a day within those for which it holds, or leave it empty',
        }),
  )

const code = (label: string, what: string, hint: string) => line(label, shortLine(40, what), { hint, width: 20 })

export const detailsForm = form({
  costCentre: code('Cost centre (optional)', 'the cost centre', 'For recharges'),
  subjectiveCode: code('Subjective code (optional)', 'the subjective code', 'For recharges'),
  customerNumber: code('Customer number (optional)', 'the customer number', 'In the council’s finance system, for invoices'),
  billingName: line('Name on bills (optional)', shortLine(200, 'the name'), { hint: 'When it differs from the school’s or trust’s' }),
  billingEmail: line(
    'Email address for bills (optional)',
    lineField
      .transform((email) => email.toLowerCase())
      .pipe(
        z
          .string()
          .max(200, 'Shorten the address to 200 characters')
          .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
      ),
    { type: 'email', inputmode: 'email' },
  ),
  billingAddress: lines('Address on bills (optional)', textField.pipe(z.string().max(500, 'Shorten the address to 500 characters')), {
    rows: 4,
  }),
})

const places = textField.transform((typed, context): number | null => {
  if (typed === '') return null
  const n = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN
  if (n <= mostPlaces) return n
  const message = `Enter the places as a number from 0 to ${sayNumber(mostPlaces)}, or leave them empty for any number`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

export const agreementForm = form(
  {
    name: line('Name', shortLine(longestName, 'the name', 'Enter what the agreement is called'), {
      hint: 'For example: Safeguarding package 2026/27. The school reads it',
    }),
    ...span('Of the events that it covers', 'Empty: until you end it'),
    places: line('Places included (optional)', places, {
      hint: 'Empty: any number. 0: none, but the prices with a service agreement',
      inputmode: 'numeric',
      width: 5,
    }),
  },
  (typed) => spanned(typed),
)

export const listForm = z.object({ q: textField, show: textField }).transform(({ q, show }) => ({
  q: cutTo(q, 200),
  show: show === 'ended' ? ('ended' as const) : ('now' as const),
}))

/** The day a payer is shown for; undefined when invalid. */
export const dayForm = z.object({ day: textField }).transform(({ day }) => (isUsableDay(day) ? day : undefined))

/** The route of a status where finance has said nothing. */
export const unsaidRoute = (status: Status, area: Area): Route => (status === 'maintained' && area === 'inside' ? 'recharge' : 'invoice')

/** What finance has said of each status and area, in the order of the form. */
export const cellsOf = (defaults: readonly DefaultSaid[]) =>
  areas.flatMap((area) =>
    statuses.map((status) => ({
      status,
      area,
      name: `${status}-${area}`,
      said: defaults.find((one) => one.status === status && one.area === area),
    })),
  )

const cellField = ({ status, area, said }: ReturnType<typeof cellsOf>[number], offered: readonly Route[]): Field<Route | undefined> => {
  const known = offered.filter(canBeDefault)
  // Beside what somebody typed, what holds has to be seen.
  const option = (route: Route | undefined, says: string) => ({
    value: route ?? '',
    text: said?.route === route ? `Now: ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says,
  })
  const field = select(
    `${statusWords[status]}, ${areaWords[area]}`,
    [
      option(undefined, `Nothing said (${routeWords[unsaidRoute(status, area)].toLowerCase()})`),
      ...known.map((route) => option(route, routeWords[route])),
      ...(said && !offered.includes(said.route) ? [option(said.route, `${routeWords[said.route]} (no Stripe keys)`)] : []),
    ],
    textField.transform((typed) => [...known, said?.route].find((route) => route === typed)),
  )
  return status === statuses[0] ? under(area === 'inside' ? 'In the area' : 'Outside the area', field) : field
}

export const defaultsForm = (defaults: readonly DefaultSaid[], offered: readonly Route[]) =>
  form(Object.fromEntries(cellsOf(defaults).map((cell): [string, Field<Route | undefined>] => [cell.name, cellField(cell, offered)])))
