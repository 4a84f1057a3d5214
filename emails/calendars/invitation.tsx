import { sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { type Choosing, sayParts, sayToChoose } from '#calendars/invites/entry.ts'
import { aboutOf, isOnline, type Shown } from '#calendars/invites/invite.ts'
import { type Block, footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import { inSubject } from './event-facts.ts'

export const invitationWords = {
  subject: subject('Your place: {title}, {day}, {time}, for {school}', ['title']),
  heading: heading('You have a place'),
  greeting: sentence('Greeting', 'Dear {name},', ['name']),
  booked: sentence('When the school booked for them', '{school} has booked a place for you at “{title}”.', ['school', 'title']),
  byCouncil: sentence('When the council booked for them', '{council} has booked a place for you at “{title}”, for {school}.', [
    'council',
    'school',
    'title',
  ]),
  own: sentence('When they booked for themselves', 'Your place at “{title}” for {school} is confirmed.', ['title']),
  calendar: sentence('About the calendar', 'The attachment is for your calendar; we send an update if anything changes.'),
} satisfies Slots

export type EntryFacts = {
  sender: Sender
  page: string
  shown: Shown
  contact: string
  schoolName: string
  /** Workshops they have yet to choose. */
  choosing?: Choosing | undefined
  ticket?: string | undefined
}

/** Online participants may be abroad. */
export const sayEntryWhen = (shown: Shown): string => `${sayWhen(shown.startsAt, shown.endsAt)}${isOnline(shown) ? ', UK time' : ''}`

/** When and where, and the parts of the day, with workshops yet to be chosen. */
export const entryFacts = (shown: Shown, choosing?: Choosing): [string, string | undefined][] => [
  ...(choosing?.day
    ? ([
        ['When', sayEntryWhen({ ...shown, ...choosing.day })],
        ['Your day', choosing.day.programme.join('; ') || undefined],
        ['In your calendar so far', sayEntryWhen(shown)],
      ] satisfies [string, string | undefined][])
    : ([
        ['When', sayEntryWhen(shown)],
        ['Your day', sayParts(shown, 'message').join('; ') || undefined],
      ] satisfies [string, string | undefined][])),
  ['Where', shown.where],
  ['Join at', shown.joiningLink || undefined],
]

/** The words of a message about an entry; the subject uses the calendar's title. */
export const entryWords = <S extends Slots>(
  kind: string,
  slots: S,
  { sender, shown, schoolName }: Pick<EntryFacts, 'sender' | 'shown' | 'schoolName'>,
  more: Readonly<Record<string, string>> = {},
) =>
  wordsOf(
    kind,
    slots,
    sender.words,
    { title: aboutOf(shown), day: sayLongDay(shown.startsAt), time: sayTime(shown.startsAt), school: schoolName, ...more },
    { title: shown.title, school: inSubject(schoolName) },
  )

/** Until when their place may be cancelled for nothing after a change; they may have booked it. */
export const freeBlocks = (schoolName: string, free: FreeAfter | undefined): Block[] =>
  free ? [{ paragraph: `If you cannot come now, ${schoolName} may cancel your place free of charge ${free.until}.` }] : []

/** Links to the recipient's own page, which needs no sign-in, and the public page. */
export const placeBlocks = (page: string, placePage: string | undefined, choosing?: Choosing, ticket?: string): Block[] =>
  placePage
    ? [
        ...(choosing && choosing.blocks.length > 0 ? [{ paragraph: sayToChoose(choosing) }] : []),
        { button: 'Your place', href: placePage },
        {
          paragraph: [
            `There you can say what you need${choosing?.open ? ', choose workshops' : ''}, answer questions or tell us that you cannot come. The link is yours alone. `,
            { text: 'See the event', href: page },
          ],
        },
        ...(ticket ? [{ ticket }] : []),
      ]
    : [{ button: 'See the details', href: page }]

/** Without what their own page shows better: many parts, and what the calendar shows as well. */
const shortly = (facts: [string, string | undefined][]): [string, string | undefined][] => {
  const when = facts.find(([label]) => label === 'When')?.[1]
  return facts.filter(([label, value]) =>
    label === 'Your day' ? (value ?? '').split('; ').length < 4 : label === 'When' || value !== when,
  )
}

/** To a delegate: they have a place, and where we have their details from (UK GDPR, Article 14). */
export const invitation = ({
  sender,
  page,
  shown,
  contact,
  schoolName,
  name,
  bookedByOther,
  byCouncil,
  cancelBy,
  placePage,
  others = 0,
  evaluated = false,
  choosing,
  ticket,
}: EntryFacts & {
  /** The event asks afterwards what it was worth. */
  evaluated?: boolean | undefined
  name: string
  bookedByOther: boolean
  byCouncil: boolean
  cancelBy?: string | undefined
  placePage?: string | undefined
  others?: number | undefined
}): Rendered => {
  const words = entryWords('invitation', invitationWords, { sender, shown, schoolName }, { name, council: sender.council.name })
  return worded(
    words,
    footerOf(sender, contact, [
      ...(evaluated
        ? [
            {
              small: [
                'Afterwards we ask those who came what they thought, and perhaps the head of their school. No answer about a person is kept. ',
                { text: 'What we ask', href: `${page}/evaluation` },
              ],
            },
          ]
        : []),
      ...(bookedByOther
        ? [
            {
              small: [
                byCouncil
                  ? `How we have your details: someone at ${sender.council.name} entered your name, email address and role when booking for ${schoolName}. `
                  : `How we have your details: ${schoolName} gave us your name, email address and role when it booked for you. `,
                `${sender.council.name} holds them to run this event and to know which schools took part in safeguarding training. Our `,
                { text: 'privacy notice', href: `${sender.baseUrl}/privacy` },
                ' says how long we keep them, who else sees them, and how you can have them corrected or object.',
              ],
            },
          ]
        : []),
    ]),
    [
      ...paragraphsOf(words('greeting')),
      ...paragraphsOf(words(!bookedByOther ? 'own' : byCouncil ? 'byCouncil' : 'booked')),
      ...placeBlocks(page, placePage, choosing),
      { facts: shortly(entryFacts(shown, choosing)) },
      ...paragraphsOf(
        `${words('calendar')} ${sender.readsAnswers ? 'Declining in your calendar does not cancel your place.' : 'An answer from your calendar reaches nobody.'}`,
      ),
      ...(others > 0
        ? [
            {
              paragraph:
                others === 1
                  ? 'The other part comes in an email of its own: keep both.'
                  : `The other parts come in ${others} emails of their own: keep them all.`,
            },
          ]
        : []),
      ...(placePage ? [] : [{ paragraph: `If you cannot come, tell ${bookedByOther ? `the people who book for ${schoolName}` : 'us'}.` }]),
      ...(cancelBy && !bookedByOther ? [{ paragraph: `Cancelling is free of charge ${cancelBy}.` }] : []),
      ...(ticket ? [{ ticket }] : []),
    ],
  )
}
