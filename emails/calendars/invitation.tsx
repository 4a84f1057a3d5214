import { sayLongDay, sayWhen } from '#base/dates.ts'
import { inWords } from '#base/words.ts'
import { type Choosing, sayParts, sayToChoose } from '#calendars/invites/entry.ts'
import { aboutOf, isOnline, type Shown } from '#calendars/invites/invite.ts'
import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const invitationWords = {
  subject: subject('Your place: {title}, {day}', ['title']),
  heading: heading('You have a place'),
  greeting: sentence('Greeting', 'Dear {name},', ['name']),
  booked: sentence('When the school booked for them', '{school} has booked a place for you at “{title}”.', ['school', 'title']),
  byCouncil: sentence('When the council booked for them', '{council} has booked a place for you at “{title}”, for {school}.', [
    'council',
    'school',
    'title',
  ]),
  own: sentence('When they booked for themselves', 'Your place at “{title}” for {school} is confirmed.', ['title']),
  calendar: sentence(
    'About the calendar',
    'The entry attached puts it into your calendar. If the time or the place changes, we send an update that replaces it.',
  ),
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

/** When and where: the day's hours, with workshops yet to be chosen. */
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
    { title: aboutOf(shown), day: sayLongDay(shown.startsAt), school: schoolName, ...more },
    { title: shown.title },
  )

/** Links to the recipient's own page, which needs no sign-in, and the public page. */
export const placeBlocks = (page: string, placePage: string | undefined, choosing?: Choosing, ticket?: string): Block[] =>
  placePage
    ? [
        ...(choosing && choosing.blocks.length > 0 ? [{ paragraph: sayToChoose(choosing) }] : []),
        { button: 'Your place', href: placePage },
        {
          paragraph: [
            `There you can say what you need on the day${choosing?.open ? ', choose workshops' : ''} and answer any questions from the organiser. The link is yours alone: do not pass it on. `,
            { text: 'See the event', href: page },
            '.',
          ],
        },
        ...(ticket ? [{ ticket }] : []),
      ]
    : [{ button: 'See the details', href: page }]

/** What pressing Accept or Decline in a calendar does. */
const sayAnswers = (sender: Sender): string =>
  sender.readsAnswers
    ? 'What you answer in your calendar is shown to whoever organises the event, but declining there does not cancel your place.'
    : 'An answer from your calendar is not read by anyone.'

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
  const words = entryWords('invitation', invitationWords, { sender, shown, schoolName }, { name, council: sender.councilName })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('greeting')),
      ...paragraphsOf(words(!bookedByOther ? 'own' : byCouncil ? 'byCouncil' : 'booked')),
      { facts: [...entryFacts(shown, choosing), ['For', schoolName]] },
      ...paragraphsOf(words('calendar')),
      ...(others > 0
        ? [
            {
              paragraph: `The rest of the event comes in ${inWords(others, 'more message with its own entry', 'more messages, each with its own entry')}: keep all of them.`,
            },
          ]
        : []),
      ...placeBlocks(page, placePage, choosing, ticket),
      {
        paragraph: `If you cannot come, tell ${bookedByOther ? `whoever books for ${schoolName}` : 'us'}${contact ? ` or ${contact}` : ''}, so that someone else can have the place. ${sayAnswers(sender)}`,
      },
      ...(evaluated
        ? [
            {
              paragraph: [
                'Afterwards we ask what it was worth: those who came, and perhaps the head of their school about the school. ',
                { text: 'What will be asked', href: `${page}/evaluation` },
                ' can be read before. No answer about a person is kept.',
              ],
            },
          ]
        : []),
      ...(cancelBy && !bookedByOther ? [{ paragraph: `You can cancel free of charge ${cancelBy}.` }] : []),
      ...(bookedByOther
        ? [
            {
              paragraph: [
                byCouncil
                  ? `How we have your details: someone at ${sender.councilName} entered your name, email address and role when booking for ${schoolName}. `
                  : `How we have your details: ${schoolName} gave us your name, email address and role when it booked for you. `,
                `${sender.councilName} holds them to run this event and to know which schools took part in safeguarding training. Our `,
                { text: 'privacy notice', href: `${sender.baseUrl}/privacy` },
                ' says how long we keep them, who else sees them, and how you can have them corrected or object.',
              ],
            },
          ]
        : []),
    ],
    footerOf(sender, contact),
  )
}
