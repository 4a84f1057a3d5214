import type { Child } from 'hono/jsx'
import { addressOf, type NextDate, sayDate, sayNext } from '#attendance/requirements/coming.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { sayInstant, sayLongDay } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { Details, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { capital } from '#base/words.ts'
import { sayInRoom } from '#booking/bookings/attendance.ts'
import { sayChosenLater } from '#booking/workshops/choice.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { Times } from '#events/events/views/workshops.tsx'
import type { Cancellable, Terms } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { termsLabel } from '#money/terms/words.ts'
import { codeMinutes } from '#people/sign-in/sign-in.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type BookingLink, type PriceSaid, sayPrice } from '../booking-link.ts'
import { asksForDate, type FoundLink, type Offer } from '../find-link.ts'
import { linkEnds } from './refusals.tsx'

/** `Book Sunita Rao for £95` */
export const sayBookFor = (who: string, price: PriceSaid): string =>
  price.pence > 0 ? `Book ${who} for ${sayPence(price.pence)}` : `Book ${who}, ${sayPrice(price)}`

export const sayPress = ({ link, offer }: FoundLink): string => sayBookFor(link.who, offer?.price ?? link)

type AgreedProps = { terms: Terms | undefined; event: Cancellable; calendar: Calendar; now: Date; school: string; price: PriceSaid }

/** The terms, and what pressing the button says. */
export const Agreed = ({ terms, event, calendar, now, school, price: { pence } }: AgreedProps) => (
  <>
    {terms ? (
      <Details summary={`If they cannot come (${termsLabel(terms)})`}>
        <TermsInWords terms={terms} event={event} calendar={calendar} now={now} />
      </Details>
    ) : null}
    {pence > 0 || terms ? (
      <P>
        By pressing the button you say that you may book for {school}
        {pence > 0 ? `, and that ${sayPence(pence)} may be spent on it` : ''}
        {terms ? '. You accept these terms' : ''}.
      </P>
    ) : null}
  </>
)

const Offered = ({ link, offer, now, form }: { link: BookingLink; offer: Offer; now: Date; form: Child }) => {
  const { event, accepted, price } = offer
  return (
    <>
      <SummaryList
        rows={[
          ['Who', `${link.who}, ${link.role}`],
          ['When', <Times event={event} inShort />],
          ['Where', whereOf(event)],
          ['Room or online', sayInRoom(event, now)],
          ['Workshops', sayChosenLater(event, now)],
          [
            'Price',
            price.pence === link.pence ? capital(sayPrice(price)) : `${capital(sayPrice(price))} (our email said ${sayPrice(link)})`,
          ],
        ]}
      />
      <Agreed {...accepted} event={event} now={now} school={link.name} price={price} />
      {form}
    </>
  )
}

const Booked = ({ link, now }: { link: BookingLink; now: Date }) => {
  if (link.bookingEnded) return <P>The booking that this link made, {link.reference}, was cancelled.</P>
  const isHeld = link.heldUntil !== null && link.heldUntil > now.toISOString()
  return (
    <>
      <SummaryList
        rows={[
          ['Event', link.title],
          ['Begins', sayLongDay(link.beginsAt ?? link.startsAt)],
        ]}
      />
      <P>
        {isHeld
          ? `The place is held until ${sayInstant(link.heldUntil ?? '')}. Pay by card until then.`
          : 'The confirmation goes to the address that got this link.'}
      </P>
      <P>
        <Link href={`/bookings/${link.reference}${isHeld ? '/pay' : ''}`}>{isHeld ? 'Pay for it' : 'Open the booking'}</Link> (you sign in
        first)
      </P>
    </>
  )
}

/** Without why other dates do not fit: whoever has the link may be anybody. */
const NextOne = ({ link, other }: { link: BookingLink; other: NextDate }) => {
  const plain = { ...other, full: [], passed: [] }
  return (
    <P>
      The next date that fits: <Link href={addressOf(other, link.schoolId) ?? `/events/${other.code}`}>{sayNext(other)}</Link>, “
      {other.title}
      ”. {sayDate(plain, link.who)} You sign in first.
    </P>
  )
}

type LinkPageProps = { found: FoundLink; now: Date; form: Child; tell?: Child }

/** What a link books, has booked, or why it books nothing. */
export const LinkPage = ({ found, now, form, tell }: LinkPageProps) => {
  const { link, end, offer } = found
  if (end === 'booked') return <Booked link={link} now={now} />
  if (offer)
    return (
      <>
        {end ? (
          <P>
            Our email offered “{link.title}” on {sayLongDay(link.startsAt)}. {linkEnds[end]}.
          </P>
        ) : null}
        <Offered link={link} offer={offer} now={now} form={form} />
      </>
    )
  return (
    <>
      <P>{end && linkEnds[end]}. Nothing was booked.</P>
      <SummaryList
        rows={[
          ['School', schoolLabel(link)],
          ['Who', link.who],
          ['Event', link.title],
          ['Date in our email', sayLongDay(link.startsAt)],
          ['Price in our email', capital(sayPrice(link))],
        ]}
      />
      {found.other ? <NextOne link={link} other={found.other} /> : null}
      {!asksForDate(found) ? null : link.isAsked ? (
        <P>No other date fits yet. We write once to the address that got this link, as soon as there is one.</P>
      ) : tell ? (
        <>
          <P>No other date fits yet. We can write once to the address that got this link, as soon as there is one.</P>
          {tell}
        </>
      ) : null}
    </>
  )
}

export const toSendCode = (
  <p class="govuk-body" id="code">
    We ask for a code before this place is booked. We send it to the address that got our email.
  </p>
)

export const EnterLinkCode = ({ again, form }: { again: string; form: Child }) => (
  <>
    <P>We have sent a code to the address that got our email. It works for {codeMinutes} minutes in this browser.</P>
    {form}
    <P>
      <Link href={again}>Send another code</Link>
    </P>
  </>
)
