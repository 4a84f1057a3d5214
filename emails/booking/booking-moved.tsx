import { atStart } from '#base/words.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'

export const bookingMovedWords = {
  subject: subject('Moved to another date: {title}, {day}', ['title']),
  heading: heading('Your places are moved to another date'),
  free: sentence('Where places cost nothing', 'Nothing is charged for this.'),
  paid: sentence('Where places are paid for', 'Moving is free of charge. What the places cost at the old date is credited.'),
  mails: sentence('What the people get', 'Each person gets {mails}, which move them to the new date in their calendar.', ['mails']),
  closing: sentence(
    'What it means',
    'Workshops chosen, answers given and what people need are not taken along. Please choose and answer again; each person says what they need on their own page.',
  ),
} satisfies Slots

/** To whoever booked: places moved to another date of a series. `kept`: places that stay. */
export const bookingMoved = (of: {
  sender: Sender
  from: EventForInvites
  to: EventForInvites
  oldReference: string
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
  moved: readonly string[]
  unnamed: number
  kept: number
  /** How many mails each person gets, as `4 emails`; undefined: nobody is named. */
  mails: string | undefined
  /** The cost there, payer and route. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
  /** What each of the two bookings then owes, in sentences. */
  owed: readonly string[]
}): Rendered => {
  const words = bookingWordsOf(
    'booking_moved',
    bookingMovedWords,
    { sender: of.sender, event: of.to, reference: of.reference, schoolName: of.schoolName },
    {
      mails: of.mails,
    },
  )
  return worded(words, footerOf(of.sender, of.contact), [
    {
      facts: [
        ['Event', of.to.title],
        ['New date', whenOf(of.to)],
        ['Where', whereOf(of.to)],
        ['Instead of', whenOf(of.from)],
        ['For', of.schoolName],
        ['Coming', of.moved.join(', ')],
        ['Not named yet', of.unnamed === 0 ? undefined : atStart(of.unnamed, 'place')],
        ['Staying at the old date', of.kept === 0 ? undefined : `${atStart(of.kept, 'place')} (booking ${of.oldReference})`],
        ['Reference', of.reference],
        ...(of.money ?? []),
        ['Owed', of.owed.join(' ')],
      ],
    },
    ...paragraphsOf(
      `${words(of.money && of.money.length > 0 ? 'paid' : 'free')} ${of.mails ? `${words('mails')} ` : ''}${words('closing')}`,
    ),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
