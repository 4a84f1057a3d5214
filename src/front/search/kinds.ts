// What the search on every page of staff finds: of each kind the first few, and its whole list.
import type { Actor } from '#base/act.ts'
import { sayShortDay } from '#base/dates.ts'
import { selectRows } from '#base/db/list-rows.ts'
import { mapped, type Read } from '#base/db/read.ts'
import { mayAsk } from '#base/web/access.ts'
import { troubleRows } from '#correspondence/delivery/address-problem-store.ts'
import { searchTerms } from '#events/events/search.ts'
import { invoiceNumber } from '#payments/invoices/invoice.ts'
import { invoiceRows } from '#payments/invoices/list-store.ts'
import { peopleRows } from '#people/people/people-store.ts'
import { filterForm } from '#schools/schools/forms.ts'
import { schoolLabel, statusOf } from '#schools/schools/school.ts'
import { schoolRows } from '#schools/schools/store.ts'
import { selectBookings, selectEvents } from './store.ts'

export type Match = { href: string; text: string; note: string }
type Ask = { db: SqlDatabase; now: Date; q: string }
type Kind = {
  title: string
  /** Whoever may read its list searches it. */
  route: Parameters<typeof mayAsk>[1]
  /** Only words of this form are looked for. */
  looksLike?: RegExp
  /** At most `shown` and one more; without it only the list is offered. */
  read?: (ask: Ask) => Read<Match[]>
  /** The list, narrowed by the same words. */
  list: (q: string) => string
}

/** Of each kind. */
export const shown = 5
const most = shown + 1
const listAt =
  (path: string, more = ''): Kind['list'] =>
  (q) =>
    `${path}?q=${encodeURIComponent(q)}${more}`

const comma = (...parts: readonly (string | null | false | undefined)[]): string => parts.filter(Boolean).join(', ')

const kinds: readonly Kind[] = [
  {
    title: 'Schools',
    route: 'GET /organiser/schools',
    read: ({ db, q }) =>
      mapped(selectRows(db, schoolRows(filterForm.parse({ q })), most), (rows) =>
        rows.map((one) => ({
          href: `/organiser/schools/${one.id}`,
          text: schoolLabel(one),
          note: statusOf(one) === 'Open' ? '' : statusOf(one),
        })),
      ),
    list: listAt('/organiser/schools'),
  },
  {
    title: 'People',
    route: 'GET /organiser/people',
    read: ({ db, q }) =>
      mapped(selectRows(db, peopleRows({ q, school: '' }), most), (rows) =>
        rows.map(({ id, name, email, schools }) => ({
          href: `/organiser/people/${id}`,
          text: name ?? 'No name',
          note: comma(...schools.slice(0, 2), email),
        })),
      ),
    list: listAt('/organiser/people'),
  },
  {
    title: 'Events',
    route: 'GET /organiser/events',
    read: ({ db, now, q }) =>
      mapped(selectEvents(db, searchTerms(q), now, most), (rows) =>
        rows.map(({ code, title, state, startsAt }) => ({
          href: `/organiser/events/${code}`,
          text: title,
          note: comma(startsAt && sayShortDay(startsAt), state !== 'published' && state),
        })),
      ),
    list: listAt('/organiser/events'),
  },
  {
    title: 'Bookings',
    route: 'GET /organiser/bookings',
    looksLike: /^[a-z0-9]{4,12}$/i,
    read: ({ db, q }) =>
      mapped(selectBookings(db, q.toUpperCase(), most), (rows) =>
        rows.map(({ reference, title, school }) => ({ href: `/bookings/${reference}`, text: reference, note: comma(school, title) })),
      ),
    list: listAt('/organiser/bookings', '&when=any&state=all'),
  },
  {
    title: 'Invoices',
    route: 'GET /organiser/finance/invoices',
    read: ({ db, q }) =>
      mapped(selectRows(db, invoiceRows({ state: '', search: q }), most), (rows) =>
        rows.map(({ number, payerName, eventTitle }) => ({
          href: `/organiser/finance/invoices/${number}`,
          text: invoiceNumber(number),
          note: comma(payerName, eventTitle),
        })),
      ),
    list: listAt('/organiser/finance/invoices'),
  },
  {
    title: 'Addresses that do not work',
    route: 'GET /organiser/addresses',
    looksLike: /@/,
    read: ({ db, q }) =>
      mapped(selectRows(db, troubleRows({ show: 'failing', q }), most), (rows) =>
        rows.map(({ id, email, names }) => ({ href: `/organiser/addresses/${id}`, text: email, note: names ?? '' })),
      ),
    list: listAt('/organiser/addresses'),
  },
  { title: 'Messages', route: 'GET /organiser/messages', list: listAt('/organiser/messages', '&state=all') },
]

/** What the actor may search, with what it finds: one trip. */
export const selectMatches = (actor: Actor, ask: Ask): { title: string; list: string; read: Read<Match[]> | undefined }[] =>
  kinds
    .filter(({ route }) => mayAsk(actor, route))
    .map(({ title, list, looksLike, read }) => ({
      title,
      list: list(ask.q),
      read: read && (looksLike?.test(ask.q) ?? true) ? read(ask) : undefined,
    }))
