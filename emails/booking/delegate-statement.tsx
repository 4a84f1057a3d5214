import type { Telling } from '#booking/needs/need.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'

export const delegateSaysWords = {
  subjectCannot: subject('A delegate cannot come: {title}', ['title'], 'Subject, when they cannot come'),
  subjectNot: subject('Not the right person: {title}', ['title'], 'Subject, when it is not they who were meant'),
  subjectComes: subject('A delegate can come after all: {title}', ['title'], 'Subject, when they come after all'),
  headingCannot: heading('Someone with a place cannot come', [], 'Heading, when they cannot come'),
  headingNot: heading('Someone says that they are not the person you booked for', [], 'Heading, when it is not they who were meant'),
  headingComes: heading('Someone can come after all', [], 'Heading, when they come after all'),
  cannot: sentence('When they cannot come', '{name} has told us that they cannot come to “{title}” for {school}.', ['name']),
  not: sentence(
    'When it is not they who were meant',
    'The person who got our invitation for {name} told us that it is not for them. The address may be wrong, or the place was meant for someone else.',
    ['name'],
  ),
  comes: sentence(
    'When they come after all',
    '{name} told us that they could not come to “{title}” for {school}, and can come after all. The place is still theirs, unless you have changed it.',
    ['name'],
  ),
  closing: sentence('What can be done', 'The place is still theirs. Send someone else free of charge, or cancel the place.'),
  begun: sentence(
    'What can be done once the event has begun',
    'The event has begun, so the booking cannot be changed. The staff at the register see this. If someone comes instead, they give their name at the door.',
  ),
} satisfies Slots

const slotsOf = {
  cannot_come: ['subjectCannot', 'headingCannot', 'cannot'],
  not_me: ['subjectNot', 'headingNot', 'not'],
  comes: ['subjectComes', 'headingComes', 'comes'],
} as const

/** To whoever booked: a delegate cannot come, or is somebody else. Nothing is cancelled. */
export const delegateSays = (of: {
  sender: Sender
  statement: Telling
  name: string
  title: string
  subjectTitle: string
  when: string
  schoolName: string
  reference: string
  bookingPage: string
  contact: string
  hasBegun: boolean
  /** Until when cancelling costs nothing, if it may cost something. */
  free: FreeAfter | undefined
}): Rendered => {
  const words = wordsOf(
    'delegate_statement',
    delegateSaysWords,
    of.sender.words,
    { name: of.name, title: of.title, when: of.when, school: of.schoolName, reference: of.reference },
    { title: of.subjectTitle, name: 'A delegate' },
  )
  const [subjectSlot, headingSlot, said] = slotsOf[of.statement]
  return mail(words(subjectSlot), footerOf(of.sender, of.contact), [
    { heading: words(headingSlot) },
    ...paragraphsOf(words(said)),
    {
      facts: [
        ['Event', of.title],
        ['When', of.when],
        ['Booking', of.reference],
      ],
    },
    ...(of.statement === 'comes' ? [] : paragraphsOf(words(of.hasBegun ? 'begun' : 'closing'))),
    ...(of.statement !== 'comes' && of.free ? [{ paragraph: `Please answer while cancelling is free of charge: ${of.free.until}.` }] : []),
    { button: 'Open the booking', href: of.bookingPage },
  ])
}
