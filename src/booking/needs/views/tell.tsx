// What becomes of a delegate's word that they cannot come, or are not the person meant.
import { Link, P } from '#base/web/page-parts.tsx'
import { hasBegun, type OwnPlace } from '../own-place.ts'

type Shown = { own: OwnPlace; now: Date }

/** Without somebody who books for the school, the organiser is told. */
const whomOf = ({ booker }: OwnPlace): string => (booker ? 'the person who booked' : 'the organiser')

export const tellTitle = (own: OwnPlace): string => (own.isOwnBooking ? 'Say if you cannot come' : `Tell ${whomOf(own)}`)

const OwnBooking = ({ own, now }: Shown) =>
  hasBegun(own, now) ? (
    <P>The event has begun, so your booking cannot be changed. The person who signs off the register sees what you say here.</P>
  ) : (
    <P>
      You booked this place yourself. To send someone else or cancel it, <Link href={`/bookings/${own.reference}`}>open your booking</Link>.
      What you say here cancels nothing: your booking shows it until you change it.
    </P>
  )

export const TellFacts = ({ own, now }: Shown) => {
  if (own.isOwnBooking) return <OwnBooking own={own} now={now} />
  const tells = own.booker ? `We email ${whomOf(own)} for ${own.school.name}` : `We tell ${whomOf(own)}`
  return (
    <P>
      {hasBegun(own, now)
        ? `${tells}. The event has begun, so they can change nothing; the person who signs off the register sees it.`
        : `${tells}, and the booking shows it until they have dealt with it. This cancels nothing: the place stays yours until they change it.`}
    </P>
  )
}

/** On the next page. @param isNew false: they said the same, or changed their mind too often */
export const sayTold = (own: OwnPlace, now: Date, isNew: boolean): string => {
  if (!isNew) return 'You have said that already within the last day, or changed it too often: nobody has been sent a message'
  const stays = hasBegun(own, now)
    ? 'The person who signs off the register sees it'
    : `Your place stays yours until ${own.isOwnBooking ? 'you' : 'they'} change it`
  return `${own.isOwnBooking ? 'Saved' : `We are telling ${whomOf(own)}`}. ${stays}`
}
