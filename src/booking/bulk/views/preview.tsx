import type { Child } from 'hono/jsx'
import { sayMoney } from '#base/money.ts'
import { Inset, Link, P, Page, Table } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import type { Owed } from '#money/ledger/owed.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Bulk, BulkActName, BulkItem, LeftOut, Progress } from '../bulk.ts'
import { sayItemRefusal } from './refusals.tsx'

export const headings: Record<BulkActName, string> = {
  remind: 'Remind the person who booked to name the people',
  invite_again: 'Send the invitations again',
  move: 'Move places to another date',
  cancel: 'Cancel places',
}

const leftOutWords: Record<LeftOut, (n: number) => string> = {
  has_name: (n) => `${counted(n, 'place has', 'places have')} a name already`,
  no_name: (n) => `${counted(n, 'place has', 'places have')} no name yet, so nobody is invited`,
  not_confirmed: (n) => `${counted(n, 'place is', 'places are')} not confirmed: waiting, on offer, or for approval`,
  cancelled: (n) => `${counted(n, 'place is', 'places are')} cancelled already`,
  begun: (n) => `${counted(n, 'place is', 'places are')} at an event that has begun or is over`,
  event_cancelled: (n) => `${counted(n, 'place was', 'places were')} at an event that is cancelled`,
  nobody_to_write_to: (n) => `${counted(n, 'place has', 'places have')} no address to write to`,
  no_series: (n) => `${counted(n, 'place is', 'places are')} at an event that has no other dates`,
}

const sayUnreached = (act: BulkActName, n: number): string =>
  act === 'remind'
    ? `${counted(n, 'place is', 'places are')} at an event whose reminders to name people are switched off`
    : `${counted(n, 'place has', 'places have')} no entry that can be sent again`

const says = (act: BulkActName, progress: Progress): Child => {
  const { places, bookings, schools } = progress.reached
  const of = `${counted(places, 'place')} in ${counted(bookings, 'booking')} of ${counted(schools, 'school')}`
  const people = counted(progress.people, 'person', 'people')
  const bookers = `${counted(progress.bookers, 'person', 'people')} who booked`
  if (act === 'remind')
    return (
      <>
        <strong>{counted(bookings, 'email')}</strong> {plural(bookings, 'goes', 'go')} to {bookers}: one for each booking, asking for names
        for {of}. Nothing about the places changes.
      </>
    )
  if (act === 'invite_again')
    return (
      <>
        <strong>{people}</strong> on {of} {plural(progress.people, 'gets', 'get')} the invitation for their calendar once more. It replaces
        the entry they have; nothing about the places changes.
      </>
    )
  if (act === 'move')
    return (
      <>
        <strong>{of}</strong> move to the date you choose, booking by booking: all the places of a booking, or none of them if that date has
        no room. {people} get the old date taken out of their calendar and an invitation to the new one; {bookers} are told. Moving itself
        costs nothing: each booking gets the price of the old date back and pays that of the new one, and its email says what the school
        owes then. Answers to questions and needs are not taken along.
      </>
    )
  return (
    <>
      <strong>{of}</strong> are cancelled.{' '}
      {progress.people === 0
        ? ''
        : `${people} with a place ${plural(progress.people, 'is', 'are')} told, and the event is taken out of their calendars. `}
      {progress.bookers === 0 ? '' : `${bookers} ${plural(progress.bookers, 'is', 'are')} told, each with what the school owes then. `}
      Places that come free go to the waiting list.
    </>
  )
}

const sayEnding = (act: BulkActName, money: readonly Owed[]): string => {
  const cost = sayMoney(money.reduce((sum, one) => sum + one.ofPlaces, 0))
  const owed = sayMoney(money.reduce((sum, one) => sum + Math.max(0, one.owed), 0))
  return act === 'move'
    ? `These places cost ${cost} altogether; their bookings owe ${owed} now. Once you have chosen a date, you see what each place costs there before anything is done.`
    : `These places cost ${cost} altogether, which is taken back; their bookings owe ${owed} now. What a place was free or cheaper by passes to another place for which the school pays.`
}

const sayCosts = (costs: ReadonlyMap<string, number>): string => {
  const sum = [...costs.values()].reduce((all, one) => all + one, 0)
  return sum === 0 ? 'Cancelling costs nothing now.' : `Cancelling costs ${sayMoney(sum)} now, by the terms that each booking accepted.`
}

type BulkPreviewPageProps = {
  bulk: Bulk
  progress: Progress
  items: readonly BulkItem[]
  /** For ending places: what their bookings owe, and the part for these places. */
  money: readonly Owed[]
  /** What cancelling costs by booking, in pence with VAT. */
  costs: ReadonlyMap<string, number>
  nowhere: boolean
  form: Child
}

export const sayStart = (act: BulkActName, { places, people, reached }: Progress): string => {
  if (act === 'cancel') return `Cancel ${counted(places, 'place')}`
  if (act === 'remind') return `Send ${counted(reached.bookings, 'email')}`
  return act === 'move' ? 'Continue' : `Send the ${plural(people, 'invitation')} again`
}

export const BulkPreviewPage = ({ bulk, progress, items, money, costs, nowhere, form }: BulkPreviewPageProps) => {
  const out = Object.entries(bulk.typed.leftOut) as [LeftOut, number][]
  const { reached } = progress
  const silent = progress.places - reached.places
  return (
    <>
      <Page>
        {reached.places === 0 ? (
          <p class="govuk-body-l">This can be done to none of the places you chose.</p>
        ) : (
          <>
            <p class="govuk-body-l">{says(bulk.act, progress)}</p>
            {money.some((one) => one.ofPlaces !== 0) ? <P>{sayEnding(bulk.act, money)}</P> : null}
            {bulk.act === 'cancel' ? <P>{sayCosts(costs)}</P> : null}
          </>
        )}
        {out.length > 0 || silent > 0 ? (
          <Inset>
            <P>Left out of what you chose:</P>
            <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
              {out.map(([why, n]) => (
                <li>{leftOutWords[why](n)}</li>
              ))}
              {silent > 0 ? <li>{sayUnreached(bulk.act, silent)}</li> : null}
            </ul>
          </Inset>
        ) : null}
        {nowhere && reached.places > 0 ? (
          <P>
            The places are not all at dates of one series with another date that lies ahead. Choose places of one series, or add a date to
            it first.
          </P>
        ) : null}
        {reached.places === 0 || nowhere ? null : form}
        <P>
          <Link href="/organiser/bookings">Do nothing</Link>
        </P>
      </Page>
      <ItemTable items={items} total={progress.bookings} caption={`Bookings concerned: ${sayNumber(progress.bookings)}`} money={money} />
    </>
  )
}

const moneyColumns = [
  { text: 'Owed now', numeric: true as const },
  { text: 'Of that for these places', numeric: true as const },
]

const moneyCells = (owed: Owed | undefined): string[] => [sayMoney(owed?.owed ?? 0), sayMoney(owed?.ofPlaces ?? 0)]

type ItemTableProps = {
  items: readonly BulkItem[]
  total: number
  caption: string
  money?: readonly Owed[]
}

export const ItemTable = ({ items, total, caption, money = [] }: ItemTableProps) =>
  items.length === 0 ? null : (
    <>
      <Table
        dense
        caption={caption}
        columns={['School', 'Event', 'Booking', 'Places', ...(money.length > 0 ? moneyColumns : []), 'What became of it']}
        rows={items.map((item) => [
          schoolLabel({ name: item.school, town: item.town, urn: item.urn }),
          <Link href={`/organiser/events/${item.eventCode}/bookings`}>{item.eventTitle}</Link>,
          <Link href={`/bookings/${item.reference}`}>{item.reference}</Link>,
          sayNumber(item.state === 'done' ? item.places : item.placeIds.length),
          ...(money.length > 0 ? moneyCells(money.find((one) => one.bookingId === item.bookingId)) : []),
          item.state === 'done' ? 'Done' : item.state === 'refused' ? sayItemRefusal(item.reason) : 'Not yet',
        ])}
      />
      {total > items.length ? <P>The first {sayNumber(items.length)} are shown, refused ones before others.</P> : null}
    </>
  )
