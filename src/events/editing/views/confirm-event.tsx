import type { Child } from 'hono/jsx'
import { sayMoney } from '#base/money.ts'
import { Button, TextField } from '#base/web/field.tsx'
import type { Body } from '#base/web/form.ts'
import { Bullets, ErrorSummary, Heading, Link, P, Page, Table, Title, Warning } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import type { ChangeName } from '#calendars/invites/named-change.ts'
import { type EventDraft, turned } from '#events/events/draft.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Reach } from '#events/events/list-scope.ts'
import type { RecipientGroups } from '#events/events/recipient.ts'
import { DifferenceTable, RecipientsList } from '#events/events/views/recipients.tsx'
import { changeWords } from '#events/events/views/words.tsx'
import { WorkshopWarnings } from '#events/events/views/workshops.tsx'
import { afterCallingOff, type Owed, sayGoesBack } from '#money/ledger/owed.ts'
import type { ChangePreview } from '../preview-change.ts'
import { HiddenValues } from './event-form.tsx'

/** A person may be in several groups. */
const heading = (recipients: RecipientGroups): string => {
  const people = new Set([...recipients.updated, ...recipients.taken_out, ...recipients.invited].map((recipient) => recipient.email)).size
  if (people > 0) return `${counted(people, 'person', 'people')} will be sent an updated invitation`
  return recipients.messages > 0 ? 'Whoever booked will be sent what changed' : 'Nobody will be sent anything'
}

const isOnly = (changes: readonly ChangeName[], one: ChangeName): boolean => changes.every((change) => change === one)

type ConfirmChangePageProps = ChangePreview & {
  event: EventDetails
  draft: EventDraft
  /** Where the form leads, and what it sent. */
  action: string
  sent: Body
  version: number
  /** What else to know of it. */
  children?: Child
}

/** Confirms an edit that changes calendars: what changes, who is sent what, with a preview. */
export const ConfirmChangePage = ({ event, draft, changes, recipients, free, without, children, ...of }: ConfirmChangePageProps) => (
  <Page>
    <ErrorSummary problems={of.problems} />
    <Title>{heading(recipients)}</Title>
    <P>
      {changes.length > 0 ? `This changes: ${listed(changes.map((change) => changeWords[change]))}.` : ''}
      {changes.includes('joining_link') && event.joiningLink && draft.facts.joiningLink
        ? ' Everybody’s own link leads to the new one, so no email says so.'
        : ''}
      {isOnly(changes, 'workshops') && changes.length > 0 ? ' Only those who chose a workshop that changes get a new calendar entry.' : ''}
    </P>
    {without.length > 0 ? <P>Without the earlier course, with a place that they keep: {listed(without)}.</P> : null}
    {children}
    <DifferenceTable differences={of.differences} />
    {turned(event, draft).map(({ title, to }) => (
      <P>
        {to === 'workshop'
          ? `“${title}” becomes a workshop. Those who have a place now keep it in their calendar as the one they chose, and can choose another; it must have room for all of them. New places choose.`
          : `“${title}” is for everyone now. All who have a place are put into it and invited, besides the workshops they have chosen.`}
      </P>
    ))}
    <WorkshopWarnings event={{ sessions: draft.sessions, capacity: draft.facts.capacity }} />
    <RecipientsList recipients={recipients} />
    <form method="post" action={of.action}>
      <HiddenValues sent={of.sent} version={of.version} />
      <input type="hidden" name="confirmed" value="yes" />
      {free ? (
        <TextField
          name="freeUntil"
          label="May be cancelled free of charge until the end of"
          hint={`${counted(free.bookings, 'booking')} accepted terms of cancelling. The message gives this day where it is later than their terms allow; else, and where this is empty, the day of their terms.`}
          type="date"
          value={free.day}
          problems={of.problems}
        />
      ) : null}
      <div class="govuk-button-group">
        <Button name="do" value="save">
          {recipients.messages === 0 ? 'Save' : `Save and send ${counted(recipients.messages, 'message')}`}
        </Button>
        <Button kind="secondary" name="do" value="back">
          Go back to the form
        </Button>
      </div>
    </form>
    <P>
      <Link href={`/organiser/events/${event.code}`}>Leave the event as it is</Link>
    </P>
  </Page>
)

const waitingEnds = (places: number): string =>
  `${counted(places, 'place that is waited for ends', 'places that are waited for end')} too, and whoever asked is sent a message.`

type CancelEventPageProps = { event: EventDetails; reach: Reach; form: Child }

/** Asks to cancel an event: whom it concerns, and what they will be sent. */
export const CancelEventPage = ({ event, reach, form }: CancelEventPageProps) => (
  <>
    {event.state === 'draft' ? (
      <P>Nobody but organisers has seen it. It moves to the cancelled events. It can be duplicated there, but not published any more.</P>
    ) : reach.places === 0 ? (
      <P>
        {event.waiting > 0
          ? `Nobody has a place. ${waitingEnds(event.waiting)} The event’s page will say that it is cancelled.`
          : 'Nobody has a place, so nothing is sent. The event’s page will say that it is cancelled.'}
      </P>
    ) : (
      <Warning>
        {counted(reach.places, 'place')} {reach.people === 0 ? 'without a name' : `of ${counted(reach.people, 'person', 'people')}`} from{' '}
        {counted(reach.schools, 'school')} will be cancelled. Everyone is sent a message, which takes the event out of their calendars.
        {event.waiting > 0 ? ` ${waitingEnds(event.waiting)}` : ''} This cannot be undone.
      </Warning>
    )}
    {form}
    <P>
      <Link href={`/organiser/events/${event.code}`}>Keep it</Link>
    </P>
  </>
)

type MoneyOfBooking = Pick<Owed, 'reference' | 'schoolName' | 'owed' | 'ofPlaces' | 'goesBack' | 'toCard'>

const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0)

/** The money when the event is cancelled: in total, and each booking that does not end at zero. */
const MoneyAfterwards = ({ money }: { money: readonly MoneyOfBooking[] }) => {
  if (money.length === 0) return null
  const left = money.map((booking) => ({ ...booking, after: afterCallingOff(booking) })).filter(({ after }) => after !== 0)
  const owing = left.filter(({ after }) => after > 0)
  const inFavour = left.filter(({ after }) => after < 0)
  return (
    <>
      <Heading>Money</Heading>
      <Bullets>
        <li>{sayMoney(sum(money.map(({ ofPlaces }) => ofPlaces)))} that was charged for places is taken back</li>
        <li>
          {inFavour.length === 0
            ? 'nothing has been paid that comes back'
            : `${sayMoney(-sum(inFavour.map(({ after }) => after)))} of ${counted(inFavour.length, 'booking')} is in favour of whoever paid`}
        </li>
        <li>
          {owing.length === 0
            ? 'nothing is owed any more'
            : `${sayMoney(sum(owing.map(({ after }) => after)))} of ${counted(owing.length, 'booking')} is still owed, for places that were cancelled late`}
        </li>
      </Bullets>
      {left.length === 0 ? null : (
        <Table
          caption="What is left afterwards"
          columns={['School', 'Booking', 'After this']}
          rows={left.map(({ schoolName, reference, after, ...back }) => [
            schoolName,
            reference,
            after > 0 ? `${sayMoney(after)} owed` : `${sayMoney(-after)} in favour. ${sayGoesBack(after, back)}`,
          ])}
        />
      )}
    </>
  )
}

type ConfirmCancellationPageProps = {
  event: EventDetails
  reason: string
  recipients: RecipientGroups
  /** Of every booking with ledger lines. */
  money: readonly MoneyOfBooking[]
}

export const ConfirmCancellationPage = ({ event, reason, recipients, money }: ConfirmCancellationPageProps) => (
  <Page>
    <Title>Cancel the event and send {counted(recipients.messages, 'message')}?</Title>
    <P>All its places and bookings end. This cannot be undone.</P>
    <RecipientsList recipients={recipients} />
    <MoneyAfterwards money={money} />
    <form method="post" action={`/organiser/events/${event.code}/cancellation`}>
      <input type="hidden" name="version" value={String(event.version)} />
      <input type="hidden" name="reason" value={reason} />
      <input type="hidden" name="confirmed" value="yes" />
      <div class="govuk-button-group">
        <Button kind="warning" name="do" value="cancel">
          Cancel the event
        </Button>
        <Button kind="secondary" name="do" value="back">
          Change the reason
        </Button>
      </div>
    </form>
    <P>
      <Link href={`/organiser/events/${event.code}`}>Keep it</Link>
    </P>
  </Page>
)
