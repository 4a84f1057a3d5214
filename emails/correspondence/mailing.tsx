import { type Instant, sayBeginning } from '#base/dates.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { whenOf } from '#emails/calendars/event-facts.ts'
import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { type Slots, wordsOf } from '#emails/messages/words.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'

/** The small print that says why somebody gets it; the organiser writes the rest. */
export const byHandWords = {
  service: {
    label: 'Why it comes: service message',
    text: 'You get this because of {title}: you have a place, booked one or came. It holds no advertising.',
    must: ['title'],
  },
  statutory: {
    label: 'Why it comes: statutory notice',
    text: 'This is a notice that {council} must give, because of: {basis}. It goes to everyone whom it concerns and cannot be unsubscribed from.',
    must: ['basis'],
  },
  training: {
    label: 'Why it comes: invitation to training',
    text: 'You get this because {council} invites schools, trusts and settings to training on the topic “{topic}”, at one address each.',
  },
  promotion: {
    label: 'Why it comes: promotion',
    text: 'You get this because you asked {council} for news of new conferences.',
  },
} as const satisfies Slots

/** For one school, or a trust of its `schools`. `price`: '' where unknown. */
type Invited = {
  school: string
  topic: string
  price: string
  due: readonly string[]
  schools: readonly string[]
  /** Whom the recipient can book by one press, and where. */
  books: readonly { text: string; href: string }[]
  href: string
  /** When booking opens; undefined: it is open. */
  opensAt: Instant | undefined
}

const invitedBlocks = (event: EventForInvites, { school, price, due, schools, books, href, opensAt }: Invited): Block[] => [
  {
    facts: [
      ['Event', event.title],
      ['When', whenOf(event)],
      ['Where', whereOf(event)],
      ['Booking opens', opensAt && sayBeginning(opensAt)],
      [`Price for ${school}`, price || undefined],
    ],
  },
  ...(due.length > 0 ? [{ paragraph: `It counts for training that is due at ${school} by our record:` }, { list: due }] : []),
  ...(books.length > 0
    ? [{ paragraph: 'You can book for them without signing in:' }, ...books.map((book) => ({ paragraph: [book] }))]
    : []),
  ...(schools.length > 0
    ? [
        { paragraph: `Schools of ${school} that have not booked, with what a place costs each and whose training is due:` },
        { list: schools },
      ]
    : []),
  { button: `Book places${schools.length > 0 ? ' for your schools' : ''}${opensAt ? ' from then on' : ''}`, href },
]

type ByHandFacts = {
  sender: Sender
  nature: MessageNature
  subject: string
  paragraphs: readonly Block[]
  event: EventForInvites | undefined
  /** What a statutory notice rests on. */
  basis: string
  invited: Invited | undefined
  contact: string
  unsubscribe: string | undefined
}

/**
 * @param paragraphs with fields filled in
 * @param unsubscribe where to stop them; promotions and invitations only
 */
export const byHand = ({ sender, nature, subject, paragraphs, event, basis, invited, contact, unsubscribe }: ByHandFacts): Rendered => {
  const say = wordsOf('mailing', byHandWords, sender.words, {
    title: event?.title ?? 'an event',
    council: sender.council.name,
    basis,
    topic: invited?.topic ?? '',
  })
  return mail(
    subject,
    footerOf(sender, contact, [
      { small: say(nature) },
      ...(unsubscribe
        ? [
            {
              small: [
                {
                  text: invited ? `Stop invitations on “${invited.topic}” to this address` : 'Stop these messages',
                  href: unsubscribe,
                },
              ],
            },
          ]
        : []),
    ]),
    [{ heading: subject }, ...paragraphs, ...(invited && event ? invitedBlocks(event, invited) : [])],
  )
}
